// What the inner loops of max-pooling take (max_pool_loops.cpp).
#pragma once

#include <cstdint>

namespace pixelwise::kernels {

/// An element under a pooling window: the place of its channel 0, and its number in the window.
struct PoolTap {
  std::int64_t offset;
  int number;  // below 256
};

/// Windows that are neighbours in a row. `taps` are the elements under the first window that are
/// inside the image, at least one. For the next window they are `step` floats further on.
struct PoolWindows {
  const PoolTap* taps;
  std::int64_t tap_count;
  std::int64_t windows, step;
  std::int64_t channels;
};

struct MaxPoolLoops {
  /// y[window][channels] = the largest of the window's elements x[offset + c], but no less than
  /// `floor`; winners = their numbers.
  void (*take_maxima)(const PoolWindows&, const float* x, float floor, float* y,
                      std::uint8_t* winners);
  /// dx[offset + c] (+)= dy[c] where the element won, 0 where it did not.
  void (*send_to_winners)(const PoolWindows&, const float* dy, const std::uint8_t* winners,
                          bool add, float* dx);
};

}  // namespace pixelwise::kernels
