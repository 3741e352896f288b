#include "layers/conv.h"

#include <algorithm>

#include "base/check.h"
#include "layers/init.h"

namespace pixelwise {
namespace {

Shape weight_shape(const Conv2dConfig& c) {
  require(c.in >= 1 && c.out >= 1 && c.groups >= 1 && c.in % c.groups == 0 && c.out % c.groups == 0,
          "Conv2d: ", c.in, " channels in, ", c.out, " out, ", c.groups, " groups");
  return {c.out, c.in / c.groups, c.kernel.h, c.kernel.w};
}

Array random_weight(const Conv2dConfig& c, Rng& rng) {
  const Shape shape = weight_shape(c);  // checks what we divide by
  return he_normal(shape, shape.size() / c.out, rng);
}

Shape weight_shape(const ConvTranspose2dConfig& c) {
  require(c.in >= 1 && c.out >= 1 && c.stride.h >= 1 && c.stride.w >= 1, "ConvTranspose2d: ", c.in,
          " channels in, ", c.out, " out, stride ", c.stride);
  return {c.in, c.out, c.kernel.h, c.kernel.w};
}

Array bilinear(const ConvTranspose2dConfig& c) {
  require(c.in == c.out && c.kernel.h == c.kernel.w,
          "ConvTranspose2d: bilinear interpolation needs "
          "as many channels out as in and a square kernel, not ",
          c.in, " to ", c.out, " with kernel ", c.kernel, "; pass an Rng for random weights");
  return bilinear_kernel(c.in, c.kernel.h);
}

Array random_weight(const ConvTranspose2dConfig& c, Rng& rng) {
  const Shape shape = weight_shape(c);  // checks what we divide by
  const std::int64_t products = c.in * c.kernel.h * c.kernel.w / (c.stride.h * c.stride.w);
  return he_normal(shape, std::max<std::int64_t>(1, products), rng);
}

}  // namespace

Conv2d::Conv2d(const Conv2dConfig& c, Array initial)
    : weight(Tensor::parameter(std::move(initial))),
      options_{c.stride, c.padding, c.dilation, c.groups} {
  if (c.bias) bias = Tensor::parameter(Array({c.out}));
}

Conv2d::Conv2d(const Conv2dConfig& c, Rng& rng) : Conv2d(c, random_weight(c, rng)) {}

Conv2d::Conv2d(const Conv2dConfig& c) : Conv2d(c, Array(weight_shape(c))) {}

void Conv2d::visit(const Visitor& v) {
  v("weight", weight);
  v("bias", bias);
}

ConvTranspose2d::ConvTranspose2d(const ConvTranspose2dConfig& c, Array initial)
    : weight(Tensor::parameter(std::move(initial))),
      options_{c.stride, c.padding, 1, 1, c.output_padding} {
  if (c.bias) bias = Tensor::parameter(Array({c.out}));
}

ConvTranspose2d::ConvTranspose2d(const ConvTranspose2dConfig& c, Rng& rng)
    : ConvTranspose2d(c, random_weight(c, rng)) {}

ConvTranspose2d::ConvTranspose2d(const ConvTranspose2dConfig& c)
    : ConvTranspose2d(c, bilinear(c)) {}

void ConvTranspose2d::visit(const Visitor& v) {
  v("weight", weight);
  v("bias", bias);
}

ConvTranspose2dConfig upsampling(std::int64_t channels, std::int64_t factor) {
  require(factor >= 2 && factor % 2 == 0, "upsampling: factor ", factor, " is not even");
  return {.in = channels,
          .out = channels,
          .kernel = 2 * factor,
          .stride = factor,
          .padding = factor / 2};
}

}  // namespace pixelwise
