// When Winograd's method is worth it.
//
// Idea: estimate the time of direct convolution and of F(2x2), F(4x4) from sizes alone (the choice
// must not depend on the machine's mood: it changes the last bits of results), with costs fitted to
// some 250 measured shapes from 3 to 512 channels, 1x1 to 56x56, batch 1 and 8. On these, choosing
// by the estimate is 3 % slower than choosing right. In multiply-adds:
//   direct     9 per output pixel and pair of channels, less what clipping saves
//   products   (m + 2)^2 per tile and pair of channels
//   transforms (m + 2)^2 per tile and channel of x and y, times kTransform
//   filters    (m + 2)^2 per pair of channels, times kFilter: what small maps do not repay
// Declines: fewer than 12 channels, which fill no vector.
//
// What differs from the plain loops, besides the last bits: a tile of m x m outputs is computed
// from sums over all its (m + 2) x (m + 2) inputs. So one NaN or infinity in the input spoils 16 to
// 25 outputs with F(4x4) where the loops spoil 9, and inputs above a hundredth of the largest float
// can overflow in the sums though the result itself would be finite. A network whose values come
// near that has diverged; its loss is NaN either way.
#include <initializer_list>

#include "autograd/kernels/mode.h"
#include "autograd/kernels/rounding.h"
#include "autograd/kernels/winograd.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

struct Costs {
  double direct, transform, filter;
};
constexpr Costs kConv = {1.1, 13.0, 16.0};
constexpr Costs kWeights = {0.85, 10.0, 10.0};
constexpr double kPartialVector = 5.0;  // channels that do not fill a vector take slow paths

// Channels as the transforms see them.
double vectors(Index channels) {
  constexpr Index kVector = 16;
  const Index whole = channels / kVector;
  return (static_cast<double>(whole) + (channels % kVector != 0 ? kPartialVector : 0.0)) * kVector;
}

// The part of the 3 taps along one axis that lies inside the image, for padding 1.
double useful(Index size) { return 1.0 - 2.0 / (3.0 * static_cast<double>(size)); }

}  // namespace

int winograd_tile(const ConvSizes& s, bool weights) {
  const bool fits = mode() == Mode::fast && s.kh == 3 && s.kw == 3 && s.stride_h == 1 &&
                    s.stride_w == 1 && s.dilation_h == 1 && s.dilation_w == 1 && s.groups == 1;
  if (!fits || s.c < 12 || s.o < 12) return 0;
  const Costs& costs = weights ? kWeights : kConv;
  const double pairs = static_cast<double>(s.c * s.o);
  const Index pixels = s.n * s.oh * s.ow;
  double best = 9.0 * costs.direct * pairs * static_cast<double>(pixels);
  const double part = useful(s.oh) * useful(s.ow);
  if (!weights && part < 0.75 && s.c >= 64 && pixels <= 1024) best *= part;
  int choice = 0;
  for (int m : {2, 4}) {
    const double tiles = static_cast<double>(s.n * ceil_div(s.oh, m) * ceil_div(s.ow, m));
    const double transforms = costs.transform * (vectors(s.c) + vectors(s.o));
    const double cost = (m + 2) * (m + 2) * (tiles * (pairs + transforms) + costs.filter * pairs);
    if (cost < best) {
      best = cost;
      choice = m;
    }
  }
  return choice;
}

}  // namespace pixelwise::kernels
