// Max-pooling, forward and backward, row by row of windows.
//
// Idea: see pool_loops.cpp. Backward writes every element under a window, the winner's share or
// zero, so that where windows tile the image nothing is cleared first.
// Declines: when switched off. Gains: see README.md.
#include <algorithm>
#include <vector>

#include "autograd/kernels.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/rounding.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

// Calls visit(windows, at) for the windows of the output's row i of image n, those that lie wholly
// between the image's left and right border all at once; the results begin at `at`.
template <class Visit>
void for_windows(const PoolSizes& s, Index n, Index i, Visit visit) {
  const Index inside = std::min(s.ow, ceil_div(s.padding_w, s.stride_w));
  const Index room = s.w + s.padding_w - s.kw;  // for a window to move in
  const Index beyond = room < 0 ? inside : std::clamp(room / s.stride_w + 1, inside, s.ow);
  std::vector<PoolTap> taps;
  for (Index j = 0; j < s.ow;) {
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
    const Index windows = j == inside && j < beyond ? beyond - inside : 1;
    visit(PoolWindows{taps.data(), static_cast<Index>(taps.size()), windows, s.stride_w * s.c, s.c},
          ((n * s.oh + i) * s.ow + j) * s.c);
    j += windows;
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
    for_windows(s, row / s.oh, row % s.oh, [&](const PoolWindows& windows, Index at) {
      isa().pool->take_maxima(windows, x, floor, y + at, winners + at);
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
    for_windows(s, n, i, [&](const PoolWindows& windows, Index at) {
      isa().pool->send_to_winners(windows, dy + at, winners + at, add, dx);
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
