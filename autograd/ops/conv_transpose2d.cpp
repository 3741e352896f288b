// A convolution with input and output exchanged. Every input pixel adds a copy of the kernel,
// multiplied by its value, to the output. Copies of neighbours are `stride` pixels apart. Where
// copies overlap, they add up:
//
//   y[n,o,h,w] = b[o] + sum over taps of  x[n,c,i,j] * w[c,o,u,v]
//   with  h = i * stride + u * dilation - padding,  w likewise
//
// These are the taps of conv2d (its x is our y, its y is our x), so the three sums are the same:
//
//   our forward = its d/dx,   our d/dx = its forward,   our d/dw = its d/dw
//
// It is the transpose of the convolution's matrix, not its inverse.
#include "autograd/ops/conv_transpose2d.h"

#include <cmath>

#include "autograd/array_math.h"
#include "base/check.h"

namespace pixelwise {
namespace {

std::int64_t output_size(std::int64_t in, std::int64_t kernel, std::int64_t stride,
                         std::int64_t padding, std::int64_t dilation, std::int64_t extra) {
  return (in - 1) * stride - 2 * padding + dilation * (kernel - 1) + extra + 1;
}

void check(const Shape& x, const Shape& w, const ConvTranspose2dOptions& o) {
  require(x.rank() == 4 && w.rank() == 4, "conv_transpose2d: input ", x, " and weight ", w,
          "; [N, C, H, W] and [C, O / groups, KH, KW] are needed");
  require(x[1] == w[0], "conv_transpose2d: input ", x, " has ", x[1], " channels but weight ", w,
          " expects ", w[0]);
  require(o.groups < 1 || x[1] % o.groups == 0, "conv_transpose2d: the ", x[1],
          " channels of input ", x, " cannot be cut into ", o.groups, " groups");
  require(x[2] >= 1 && x[3] >= 1, "conv_transpose2d: input ", x, " has no pixels");
  require(o.output_padding.h >= 0 && o.output_padding.w >= 0 &&
              (o.output_padding.h < o.stride.h || o.output_padding.h < o.dilation.h) &&
              (o.output_padding.w < o.stride.w || o.output_padding.w < o.dilation.w),
          "conv_transpose2d: output padding ", o.output_padding, " must be smaller than stride ",
          o.stride, " or dilation ", o.dilation);
}

}  // namespace

Tensor conv_transpose2d(const Tensor& input, const Tensor& weight, const Tensor& bias,
                        const ConvTranspose2dOptions& options) {
  const Array x = input.value(), w = weight.value();
  check(x.shape(), w.shape(), options);
  const auto& [stride, padding, dilation, groups, extra] = options;
  const std::int64_t channels = w.shape()[1] * groups;
  const std::int64_t oh =
      output_size(x.shape()[2], w.shape()[2], stride.h, padding.h, dilation.h, extra.h);
  const std::int64_t ow =
      output_size(x.shape()[3], w.shape()[3], stride.w, padding.w, dilation.w, extra.w);
  require(oh >= 1 && ow >= 1, "conv_transpose2d: input ", x.shape(), " and weight ", w.shape(),
          " with stride ", stride, " and padding ", padding, " give an output of ", oh, "x", ow);

  // The convolution that leads from our output back to our input.
  const Conv2dOptions back{stride, padding, dilation, groups};
  ConvGeometry s =
      conv_geometry("conv_transpose2d", {x.shape()[0], channels, oh, ow}, w.shape(), back);
  // Its output can be larger than x, if output padding is at least a stride (and below dilation).
  require_internal(s.oh >= x.shape()[2] && s.ow >= x.shape()[3], "conv_transpose2d: sizes");
  s.oh = x.shape()[2];
  s.ow = x.shape()[3];
  const Array b = bias.is_defined() ? bias.value() : Array();
  require(b.is_empty() || b.shape() == Shape({channels}), "conv_transpose2d: bias ", b.shape(),
          " for ", channels, " output channels of weight ", w.shape());

  std::vector<Edge> edges = {
      {input, [=](const Array& dy) { return conv2d_y(s, dy, w, {}); }},
      {weight, [=](const Array& dy) { return conv2d_dw(s, dy, x); }},
  };
  if (bias.is_defined()) {
    edges.push_back({bias, [=](const Array& dy) {
                       return sum_to(dy, {1, channels, 1, 1}).reshaped({channels});
                     }});
  }
  return Tensor::from_op("conv_transpose2d", conv2d_dx(s, x, w, b), std::move(edges), [=] {
    OpDetails details = conv_details(s, back);
    for (AxisMap* axis : {&details.rows, &details.columns}) {  // the inverse map
      const double scale = 1.0 / axis->scale;
      // An output pixel is under ceil(reach / stride) copies of the kernel.
      const std::int64_t step = std::llround(scale);
      *axis = {scale, -axis->shift * scale, (axis->window + step - 1) / step};
    }
    return details;
  });
}

}  // namespace pixelwise
