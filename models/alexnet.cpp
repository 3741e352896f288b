#include "models/alexnet.h"

#include "autograd/ops.h"
#include "base/check.h"
#include "models/coordinate_map.h"

namespace pixelwise {
namespace {

const MaxPool2dOptions kPool{.kernel = 3, .stride = 2, .ceil_mode = true};

Tensor normalise(const Tensor& x) {
  return local_response_norm(x, {.size = 5, .alpha = 1e-4, .beta = 0.75});
}

// 96, 256, 384, 384 and 256 channels at width 96.
std::int64_t third(std::int64_t width) {
  require(width >= 6 && width % 6 == 0, "AlexNet: width ", width,
          " is not a multiple of 6; layers of 8/3 its channels are cut into two groups");
  return width / 3;
}

}  // namespace

AlexNetTrunk::AlexNetTrunk(const AlexNetConfig& c, std::int64_t padding, Rng& rng)
    : conv1_({.in = 3, .out = 3 * third(c.width), .kernel = 11, .stride = 4, .padding = padding},
             rng),
      conv2_({.in = c.width, .out = 8 * third(c.width), .kernel = 5, .padding = 2, .groups = 2},
             rng),
      conv3_({.in = 8 * third(c.width), .out = 4 * c.width, .kernel = 3, .padding = 1}, rng),
      conv4_({.in = 4 * c.width, .out = 4 * c.width, .kernel = 3, .padding = 1, .groups = 2}, rng),
      conv5_({.in = 4 * c.width, .out = 8 * third(c.width), .kernel = 3, .padding = 1, .groups = 2},
             rng) {}

Tensor AlexNetTrunk::pool5(const Tensor& image) {
  Tensor h = normalise(max_pool2d(relu(conv1_(image)), kPool));  // [N, 96, about H/8, W/8]
  h = normalise(max_pool2d(relu(conv2_(h)), kPool));             // [N, 256, about H/16, W/16]
  h = relu(conv3_(h));                                           // [N, 384, the same]
  h = relu(conv4_(h));                                           // the same
  return max_pool2d(relu(conv5_(h)), kPool);                     // [N, 256, about H/32, W/32]
}

void AlexNetTrunk::visit(const Visitor& v) {
  v("conv1", conv1_);
  v("conv2", conv2_);
  v("conv3", conv3_);
  v("conv4", conv4_);
  v("conv5", conv5_);
}

FcnAlexNet::FcnAlexNet(const AlexNetConfig& c, std::int64_t classes, Rng& rng)
    : trunk(c, 100, rng),
      fc6({.in = 8 * third(c.width), .out = c.fc_width, .kernel = 6}, rng),
      fc7({.in = c.fc_width, .out = c.fc_width, .kernel = 1}, rng),
      drop6(c.dropout, rng.next()),
      drop7(c.dropout, rng.next()),
      score_fr({.in = c.fc_width, .out = classes, .kernel = 1}),
      upscore({.in = classes, .out = classes, .kernel = 63, .stride = 32}) {
  upscore.weight.set_requires_grad(false);
}

Tensor FcnAlexNet::forward(const Tensor& image) {
  const Alignment cells(image);
  Tensor h = drop6(relu(fc6(trunk.pool5(image))));
  h = drop7(relu(fc7(h)));                         // [N, fc_width, about H/32, W/32]
  return cells.crop(upscore(score_fr(h)), image);  // [N, classes, H, W]
}

void FcnAlexNet::visit(const Visitor& v) {
  trunk.visit(v);
  v("fc6", fc6);
  v("drop6", drop6);
  v("fc7", fc7);
  v("drop7", drop7);
  v("score_fr", score_fr);
  v("upscore", upscore);
}

}  // namespace pixelwise
