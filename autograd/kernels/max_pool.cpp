// Max-pooling, forward and backward, window by window.
//
// Idea: see pool_loops.cpp. Backward writes every element under a window, the winner's share or
// zero, so that where windows tile the image nothing is cleared first.
// Declines: when switched off. Gains: see README.md.
#include <algorithm>
#include <vector>

#include "autograd/kernels.h"
#include "autograd/kernels/isa.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

// Calls visit(window, at) for every window of the output's row i of image n; its result lies at
// `at`.
template <class Visit>
void for_each_window(const PoolSizes& s, Index n, Index i, Visit visit) {
  std::vector<PoolTap> taps;
  for (Index j = 0; j < s.ow; ++j) {
    taps.clear();
    for (Index u = 0; u < s.kh; ++u) {
      const Index h = i * s.stride_h + u - s.padding_h;
      if (h < 0 || h >= s.h) continue;
      for (Index v = 0; v < s.kw; ++v) {
        const Index w = j * s.stride_w + v - s.padding_w;
        if (w < 0 || w >= s.w) continue;
        taps.push_back({((n * s.h + h) * s.w + w) * s.c, static_cast<int>(u * s.kw + v)});
      }
    }
    visit(PoolWindow{taps.data(), static_cast<Index>(taps.size()), s.c},
          ((n * s.oh + i) * s.ow + j) * s.c);
  }
}

// True if every element of x lies under exactly one window.
bool windows_tile(const PoolSizes& s) {
  return s.stride_h == s.kh && s.stride_w == s.kw && s.oh * s.stride_h - s.padding_h >= s.h &&
         s.ow * s.stride_w - s.padding_w >= s.w;
}

}  // namespace

bool max_pool(const PoolSizes& s, const Real* x, bool relu, Real* y, std::uint8_t* winners) {
  if (!enabled()) return false;
  const float floor = relu ? 0.0f : kNoFloor;
  parallel_for(s.n * s.oh, [&](Index row) {
    for_each_window(s, row / s.oh, row % s.oh, [&](const PoolWindow& window, Index at) {
      isa().pool->take_maxima(window, x, floor, y + at, winners + at);
    });
  });
  return true;
}

bool max_pool_backward(const PoolSizes& s, const Real* dy, const std::uint8_t* winners, Real* dx) {
  if (!enabled()) return false;
  const bool add = !windows_tile(s);
  const Index image = s.h * s.w * s.c;
  if (add) parallel_for(s.n, [&](Index n) { std::fill_n(dx + n * image, image, 0.0f); });
  const auto send_row = [&](Index n, Index i) {
    for_each_window(s, n, i, [&](const PoolWindow& window, Index at) {
      isa().pool->send_to_winners(window, dy + at, winners + at, add, dx);
    });
  };
  if (s.stride_h >= s.kh) {
    parallel_for(s.n * s.oh, [&](Index row) { send_row(row / s.oh, row % s.oh); });
  } else {  // windows overlap: one thread takes all rows of an image
    parallel_for(s.n, [&](Index n) {
      for (Index i = 0; i < s.oh; ++i) send_row(n, i);
    });
  }
  return true;
}

}  // namespace pixelwise::kernels
