// y = conv(x, w) + bias as one correlation per group.
//
// Idea: the taps of convolution are those of correlate.h as they stand: tap u of output i reads
// row i * stride + u * dilation - padding. The columns are the output channels. ReLU is a floor of
// 0 under what is written. Declines: when switched off. Gains: see README.md.
#include "autograd/kernels.h"
#include "autograd/kernels/correlate.h"
#include "autograd/kernels/mode.h"
#include "autograd/kernels/simplify.h"
#include "autograd/kernels/winograd.h"

namespace pixelwise::kernels {

bool conv_forward(const ConvSizes& sizes, const Real* x, const Real* w, const Real* bias, bool relu,
                  Real* y) {
  if (!enabled()) return false;
  const ConvSizes s = simplified(sizes);
  const float floor = relu ? 0.0f : kNoFloor;
  const int tile = winograd_tile(s, false);
  if (tile != 0) {
    winograd_conv({.x = x,
                   .n = s.n,
                   .h = s.h,
                   .w = s.w,
                   .channels = s.c,
                   .padding_h = s.padding_h,
                   .padding_w = s.padding_w,
                   .weights = {w, 3 * s.c, s.c, 1, 9 * s.c},
                   .bias = bias,
                   .floor = floor,
                   .y = y,
                   .out_h = s.oh,
                   .out_w = s.ow,
                   .columns = s.o},
                  tile);
    return true;
  }
  const std::int64_t c = s.c / s.groups, o = s.o / s.groups;
  for (std::int64_t g = 0; g < s.groups; ++g) {
    correlate({
        .x = x + g * c,
        .n = s.n,
        .h = s.h,
        .w = s.w,
        .channels = c,
        .x_pixel = s.c,
        .taps_h = {s.kh, -s.padding_h, s.dilation_h, s.stride_h},
        .taps_w = {s.kw, -s.padding_w, s.dilation_w, s.stride_w},
        .weights = {.data = w + g * o * s.kh * s.kw * c,
                    .tap_h = s.kw * c,
                    .tap_w = c,
                    .channel = 1,
                    .column = s.kh * s.kw * c},
        .bias = bias == nullptr ? nullptr : bias + g * o,
        .floor = floor,
        .y = y + g * o,
        .out_h = s.oh,
        .out_w = s.ow,
        .columns = o,
        .y_pixel = s.o,
        .y_row = s.ow * s.o,
        .y_image = s.oh * s.ow * s.o,
    });
  }
  return true;
}

}  // namespace pixelwise::kernels
