// Labels: the ground truth of a batch, one class index per pixel, as plain bytes.
#pragma once

#include <cstdint>
#include <vector>

namespace pixelwise {

/// The label of pixels that count neither in the loss nor in the metrics ("void" in Pascal VOC).
inline constexpr std::uint8_t kVoidLabel = 255;

/// Class indices [N, H, W], row by row. A whole-image classification target has H = W = 1.
struct Labels {
  std::int64_t n = 0;
  std::int64_t h = 0;
  std::int64_t w = 0;
  std::vector<std::uint8_t> ids;  // n * h * w bytes

  std::uint8_t operator()(std::int64_t image, std::int64_t row, std::int64_t column) const {
    return ids[static_cast<std::size_t>((image * h + row) * w + column)];
  }
};

}  // namespace pixelwise
