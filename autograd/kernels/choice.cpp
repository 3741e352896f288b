// Which method computes a convolution, and why.
//
//   3x3, stride 1, enough channels   winograd3x3/    4 (or 2.25) times fewer products
//   7 wide, stride 1, small map      large_kernels/  10 products along a row instead of 28
//   many weights, few pixels         large_kernels/  each weight is read from memory only once
//   everything else                  direct/
//
// The choice depends on sizes alone, never on a measured time: another method gives other last
// bits, and the same training must give the same bits twice.
#include "autograd/kernels/choice.h"

#include <initializer_list>

#include "autograd/kernels/isa.h"
#include "autograd/kernels/large_kernels/large_kernels.h"
#include "autograd/kernels/large_kernels/row_transforms.h"
#include "autograd/kernels/mode.h"
#include "autograd/kernels/rounding.h"
#include "autograd/kernels/winograd3x3/winograd3x3.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

// winograd3x3/
// ------------
// The time of each method, in multiply-adds, estimated from the sizes:
//   direct      9 for each output pixel and pair of channels, less what taps outside the image save
//   products    (m + 2)^2 for each tile and pair of channels
//   transforms  (m + 2)^2 for each tile and channel of x and y, times `transform`
//   filters     (m + 2)^2 for each pair of channels, times `filter`: too much for a small map
// The three factors were fitted to the times of some 250 shapes: 3 to 512 channels, 1x1 to 56x56,
// batch 1 and 8. On these, the method chosen is 3 % slower than the best one.
//
// What differs from the plain loops, besides the last bits: a tile of m x m outputs is computed
// from sums over all its (m + 2) x (m + 2) inputs. So one NaN or infinity in the input spoils 16 to
// 25 outputs with F(4x4) where the loops spoil 9, and inputs above a hundredth of the largest float
// can overflow in the sums though the result itself would be finite. A network whose values come
// near that has diverged; its loss is NaN either way.
struct Costs {
  double direct, transform, filter;
};
constexpr Costs kCorrelationCosts = {.direct = 1.1, .transform = 13.0, .filter = 16.0};
constexpr Costs kWeightGradientCosts = {.direct = 0.85, .transform = 10.0, .filter = 10.0};
constexpr double kPartialVector = 5.0;  // channels that do not fill a vector take slow paths
constexpr Index kMinWinogradChannels = 12;

// Channels as the transforms see them.
double whole_vectors(Index channels) {
  constexpr Index kVector = 16;
  const Index whole = channels / kVector;
  return (static_cast<double>(whole) + (channels % kVector != 0 ? kPartialVector : 0.0)) * kVector;
}

// The part of 3 taps along one axis that is inside the image, for padding 1.
double part_inside(Index size) { return 1.0 - 2.0 / (3.0 * static_cast<double>(size)); }

double direct_cost(const ConvGeometry& s, bool weights) {
  const Index pixels = s.n * s.oh * s.ow;
  const double cost = 9.0 * (weights ? kWeightGradientCosts : kCorrelationCosts).direct *
                      static_cast<double>(s.c * s.o) * static_cast<double>(pixels);
  // On small maps large_kernels/ computes only the part of the products that is inside the image.
  const double part = part_inside(s.oh) * part_inside(s.ow);
  return !weights && part < 0.75 && s.c >= 64 && pixels <= 1024 ? cost * part : cost;
}

double winograd_cost(const ConvGeometry& s, int m, bool weights) {
  const Costs& costs = weights ? kWeightGradientCosts : kCorrelationCosts;
  const double pairs = static_cast<double>(s.c * s.o);
  const double tiles = static_cast<double>(s.n * ceil_div(s.oh, m) * ceil_div(s.ow, m));
  const double transforms = costs.transform * (whole_vectors(s.c) + whole_vectors(s.o));
  return (m + 2) * (m + 2) * (tiles * (pairs + transforms) + costs.filter * pairs);
}

// The best tile of winograd3x3/: 2 is 2x2 outputs, 4 is 4x4. 0: it does not fit, or is not faster.
int winograd_tile(const ConvGeometry& s, bool weights) {
  const bool fits = mode() == Mode::fast && s.kh == 3 && s.kw == 3 && s.stride_h == 1 &&
                    s.stride_w == 1 && s.dilation_h == 1 && s.dilation_w == 1 && s.groups == 1;
  if (!fits || s.c < kMinWinogradChannels || s.o < kMinWinogradChannels) return 0;
  double best = direct_cost(s, weights);
  int tile = 0;
  for (int m : {2, 4}) {
    const double cost = winograd_cost(s, m, weights);
    if (cost < best) {
      best = cost;
      tile = m;
    }
  }
  return tile;
}

// large_kernels/: Winograd's method along rows
// --------------------------------------------

constexpr Index kMinRowChannels = 64;
constexpr Index kMinRowWidth = 8;      // narrower maps do not fill the tiles
constexpr Index kMinRowPixels = 128;   // fewer do not repay the transformed weights
constexpr Index kMaxRowPixels = 1024;  // more leave the L2 cache

bool rows_pay(const Taps& taps, Index channels, Index out_w, Index pixels) {
  return mode() == Mode::fast && taps.count == isa().row_transforms->taps && taps.spacing == 1 &&
         taps.step == 1 && channels >= kMinRowChannels && channels % isa().lanes == 0 &&
         out_w >= kMinRowWidth && pixels >= kMinRowPixels && pixels <= kMaxRowPixels;
}

// large_kernels/: tap by tap, only the pixels inside the image
// ------------------------------------------------------------

constexpr Index kMinTapChannels = 64;
constexpr Index kMaxTapPixels = 1024;
constexpr Index kHugeWeights = 20 << 20;
constexpr Index kMaxDotInput = 320 * 1024;  // floats of x: they stay in the L2 cache

// True if fewer than 17 of 20 products have a pixel of the image in them.
bool many_taps_outside(const Correlation& p) {
  Index inside_h = 0, inside_w = 0;
  for (Index u = 0; u < p.taps_h.count; ++u) {
    inside_h += outputs_inside(p.taps_h, u, p.in_h, p.out_h).size();
  }
  for (Index v = 0; v < p.taps_w.count; ++v) {
    inside_w += outputs_inside(p.taps_w, v, p.in_w, p.out_w).size();
  }
  const Index all = p.taps_h.count * p.out_h * p.taps_w.count * p.out_w;
  return inside_h * inside_w * 20 < all * 17;
}

bool tap_by_tap_pays(const Correlation& p) {
  const Index pixels = p.n * p.out_h * p.out_w;
  if (p.channels < kMinTapChannels || pixels > kMaxTapPixels) return false;
  const Index weights = p.taps_h.count * p.taps_w.count * p.channels * p.columns;
  const bool gains = weights > kHugeWeights || many_taps_outside(p);
  if (p.weights.channel != 1) return gains;  // backward data
  return p.channels % isa().lanes == 0 && p.n * p.in_h * p.in_w * p.channels <= kMaxDotInput &&
         (gains || pixels <= kMaxDotProductPixels);
}

}  // namespace

bool correlated_faster(const Correlation& p, const ConvGeometry* conv) {
  const int tile = conv == nullptr ? 0 : winograd_tile(*conv, false);
  if (tile != 0) {
    winograd3x3_correlate(p, tile);
  } else if (p.taps_h.step == 1 &&
             rows_pay(p.taps_w, p.channels, p.out_w, p.n * p.out_h * p.out_w)) {
    correlate_along_rows(p);
  } else if (tap_by_tap_pays(p)) {
    correlate_tap_by_tap(p);
  } else {
    return false;
  }
  return true;
}

bool weight_gradient_faster(const ConvGeometry& s, const float* x, const float* dy, float* dw) {
  const int tile = winograd_tile(s, true);
  if (tile != 0) {
    winograd3x3_weight_gradient(s, x, dy, dw, tile);
  } else if (s.groups == 1 && s.stride_h == 1 &&
             rows_pay(taps_w(s), s.c, s.ow, s.n * s.oh * s.ow)) {
    weight_gradient_along_rows(s, x, dy, dw);
  } else {
    return false;
  }
  return true;
}

}  // namespace pixelwise::kernels
