#include "models/simple_fcn.h"

#include "autograd/ops.h"

namespace pixelwise {
namespace {

Conv2dConfig conv3x3(std::int64_t in, std::int64_t out) {
  return {.in = in, .out = out, .kernel = 3, .padding = 1};
}

ConvTranspose2dConfig deconv2x2(std::int64_t in, std::int64_t out) {
  return {.in = in, .out = out, .kernel = 2, .stride = 2, .bias = true};
}

}  // namespace

SimpleFcn::SimpleFcn(std::int64_t classes, Rng& rng, std::int64_t width)
    : conv1(conv3x3(3, width), rng),
      conv2(conv3x3(width, 2 * width), rng),
      conv3(conv3x3(2 * width, 4 * width), rng),
      deconv1(deconv2x2(4 * width, 2 * width), rng),
      deconv2(deconv2x2(2 * width, width), rng),
      deconv3(deconv2x2(width, classes), rng) {}

Tensor SimpleFcn::forward(const Tensor& image) {
  Tensor h = max_pool2d(relu(conv1(image)));  // [N, width, H/2, W/2]
  h = max_pool2d(relu(conv2(h)));             // [N, 2 width, H/4, W/4]
  h = max_pool2d(relu(conv3(h)));             // [N, 4 width, H/8, W/8]
  h = relu(deconv1(h));                       // [N, 2 width, H/4, W/4]
  h = relu(deconv2(h));                       // [N, width, H/2, W/2]
  return deconv3(h);                          // [N, classes, H, W]
}

void SimpleFcn::visit(const Visitor& v) {
  v("conv1", conv1);
  v("conv2", conv2);
  v("conv3", conv3);
  v("deconv1", deconv1);
  v("deconv2", deconv2);
  v("deconv3", deconv3);
}

}  // namespace pixelwise
