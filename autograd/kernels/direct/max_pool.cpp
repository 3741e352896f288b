// Max-pooling, forward and backward, row by row of windows.
//
// Idea: a row of windows inside the image is one call of the loops in max_pool_loops.cpp; windows
// at the border come one by one.
// Backward writes every element under a window: the winner gets dy, the others zero. So nothing is
// cleared first where windows tile the image.
// Declines: when switched off. Gains: see max_pool_loops.cpp.
#include <algorithm>
#include <vector>

#include "autograd/kernels.h"
#include "autograd/kernels/direct/max_pool_loops.h"
#include "autograd/kernels/floor.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/rounding.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

// Calls visit(windows, at) for the windows of output row i of image n. All windows between the left
// and the right border of the image are one call. The results begin at `at`.
template <class Visit>
void for_windows(const PoolSizes& s, Index n, Index i, Visit visit) {
  const Index inside = std::min(s.ow, ceil_div(s.padding_w, s.stride_w));
  const Index room = s.iw + s.padding_w - s.kw;  // for a window to move in
  const Index beyond = room < 0 ? inside : std::clamp(room / s.stride_w + 1, inside, s.ow);
  std::vector<PoolTap> taps;
  for (Index j = 0; j < s.ow;) {
    taps.clear();
    for (Index u = 0; u < s.kh; ++u) {
      const Index h = i * s.stride_h + u - s.padding_h;
      if (h < 0 || h >= s.ih) continue;
      for (Index v = 0; v < s.kw; ++v) {
        const Index column = j * s.stride_w + v - s.padding_w;
        if (column < 0 || column >= s.iw) continue;
        taps.push_back({((n * s.ih + h) * s.iw + column) * s.c, static_cast<int>(u * s.kw + v)});
      }
    }
    const Index windows = j == inside && j < beyond ? beyond - inside : 1;
    visit(PoolWindows{.taps = taps.data(),
                      .tap_count = static_cast<Index>(taps.size()),
                      .windows = windows,
                      .step = s.stride_w * s.c,
                      .channels = s.c},
          ((n * s.oh + i) * s.ow + j) * s.c);
    j += windows;
  }
}

// True if every element of x lies under exactly one window.
bool windows_tile(const PoolSizes& s) {
  return s.stride_h == s.kh && s.stride_w == s.kw && s.oh * s.stride_h - s.padding_h >= s.ih &&
         s.ow * s.stride_w - s.padding_w >= s.iw;
}

}  // namespace

bool max_pool(const PoolSizes& s, const Real* x, bool relu, Real* y, std::uint8_t* winners) {
  if (!enabled()) return false;
  const float floor = relu ? 0.0f : kNoFloor;
  parallel_for(s.n * s.oh, [&](Index row) {
    for_windows(s, row / s.oh, row % s.oh, [&](const PoolWindows& windows, Index at) {
      isa().max_pool_loops->take_maxima(windows, x, floor, y + at, winners + at);
    });
  });
  return true;
}

bool max_pool_backward(const PoolSizes& s, const Real* dy, const std::uint8_t* winners, Real* dx) {
  if (!enabled()) return false;
  const bool add = !windows_tile(s);
  const Index image = s.ih * s.iw * s.c;
  if (add) parallel_for(s.n, [&](Index n) { std::fill_n(dx + n * image, image, 0.0f); });
  const auto send_row = [&](Index n, Index i) {
    for_windows(s, n, i, [&](const PoolWindows& windows, Index at) {
      isa().max_pool_loops->send_to_winners(windows, dy + at, winners + at, add, dx);
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
