// y = conv(x, w) + bias, as one correlation for each group.
//
// Idea: the taps are those of correlation.h as they are: tap u of output i reads row
// i * stride + u * dilation - padding. The columns are the output channels.
// ReLU costs nothing: it is a floor of 0 under what is written.
// Declines: when switched off. Gains: see correlation.cpp.
#include "autograd/kernels.h"
#include "autograd/kernels/direct/correlation.h"
#include "autograd/kernels/direct/pointwise.h"

namespace pixelwise::kernels {

bool conv_forward(const ConvGeometry& sizes, const Real* x, const Real* w, const Real* bias,
                  bool relu, Real* y) {
  if (!enabled()) return false;
  const ConvGeometry s = as_pointwise(sizes);
  const std::int64_t c = s.c / s.groups, o = s.o / s.groups;
  for (std::int64_t g = 0; g < s.groups; ++g) {
    correlate({.x = x + g * c,
               .n = s.n,
               .in_h = s.ih,
               .in_w = s.iw,
               .channels = c,
               .x_pixel = s.c,
               .taps_h = taps_h(s),
               .taps_w = taps_w(s),
               .weights = {.data = w + g * o * s.kh * s.kw * c,
                           .tap_h = s.kw * c,
                           .tap_w = c,
                           .channel = 1,
                           .column = s.kh * s.kw * c},
               .bias = bias == nullptr ? nullptr : bias + g * o,
               .floor = relu ? 0.0f : kNoFloor,
               .y = y + g * o,
               .out_h = s.oh,
               .out_w = s.ow,
               .columns = o,
               .y_pixel = s.o,
               .y_row = s.ow * s.o,
               .y_image = s.oh * s.ow * s.o},
              &s);
  }
  return true;
}

}  // namespace pixelwise::kernels
