#include "models/fcn.h"

#include "autograd/ops.h"
#include "base/check.h"

namespace pixelwise {
namespace {

// The sum of two score maps, with a message that names them if they are not of one size.
Tensor fuse(const char* name_a, const Tensor& a, const char* name_b, const Tensor& b) {
  require(a.shape() == b.shape(), "fuse: ", name_a, " ", a.shape(), " and ", name_b, " ", b.shape(),
          " differ; the image's height and width must be multiples of 32 (segment() pads and crops "
          "images of any size)");
  return a + b;
}

Conv2dConfig score_layer(std::int64_t channels, std::int64_t classes) {
  return {.in = channels, .out = classes, .kernel = 1};
}

}  // namespace

FcnTrunk::FcnTrunk(const VggConfig& c, Rng& rng)
    : config(c),
      vgg(c, rng),
      fc6({.in = c.widths[4],
           .out = c.fc_width,
           .kernel = c.fc6_kernel,
           .padding = (c.fc6_kernel - 1) / 2},
          rng),
      fc7({.in = c.fc_width, .out = c.fc_width, .kernel = 1}, rng),
      drop6(c.dropout, rng.next()),
      drop7(c.dropout, rng.next()) {}

FcnTrunk::Features FcnTrunk::features(const Tensor& image) {
  const auto [pool1, pool2, pool3, pool4, pool5] = vgg.pools(image);
  const Tensor h6 = drop6(fc6.then_relu(pool5));
  const Tensor h7 = drop7(fc7.then_relu(h6));
  return {pool3, pool4, h7};
}

void FcnTrunk::visit(const Visitor& v) {
  vgg.visit(v);
  v("fc6", fc6);
  v("drop6", drop6);
  v("fc7", fc7);
  v("drop7", drop7);
}

Fcn32s::Fcn32s(const VggConfig& config, std::int64_t classes, Rng& rng)
    : trunk(config, rng),
      score_fr(score_layer(config.fc_width, classes)),
      upscore(upsampling(classes, 32)) {
  upscore.weight.set_requires_grad(false);
}

Tensor Fcn32s::forward(const Tensor& image) {
  const auto [pool3, pool4, fc7] = trunk.features(image);
  const Tensor score = score_fr(fc7);  // [N, classes, H/32, W/32]
  return upscore(score);               // [N, classes, H, W]
}

void Fcn32s::visit(const Visitor& v) {
  trunk.visit(v);
  v("score_fr", score_fr);
  v("upscore", upscore);
}

Fcn16s::Fcn16s(const VggConfig& config, std::int64_t classes, Rng& rng)
    : trunk(config, rng),
      score_fr(score_layer(config.fc_width, classes)),
      score_pool4(score_layer(config.widths[3], classes)),
      upscore2(upsampling(classes, 2)),
      upscore16(upsampling(classes, 16)) {
  upscore16.weight.set_requires_grad(false);
}

Tensor Fcn16s::forward(const Tensor& image) {
  const auto [pool3, pool4, fc7] = trunk.features(image);
  Tensor score = upscore2(score_fr(fc7));                              // [N, classes, H/16, W/16]
  score = fuse("upscore2", score, "score_pool4", score_pool4(pool4));  // [N, classes, H/16, W/16]
  return upscore16(score);                                             // [N, classes, H, W]
}

void Fcn16s::visit(const Visitor& v) {
  trunk.visit(v);
  v("score_fr", score_fr);
  v("upscore2", upscore2);
  v("score_pool4", score_pool4);
  v("upscore16", upscore16);
}

Fcn8s::Fcn8s(const VggConfig& config, std::int64_t classes, Rng& rng, SkipScales skip_scales)
    : trunk(config, rng),
      scales(skip_scales),
      score_fr(score_layer(config.fc_width, classes)),
      score_pool4(score_layer(config.widths[3], classes)),
      score_pool3(score_layer(config.widths[2], classes)),
      upscore2(upsampling(classes, 2)),
      upscore_pool4(upsampling(classes, 2)),
      upscore8(upsampling(classes, 8)) {
  upscore8.weight.set_requires_grad(false);
}

Tensor Fcn8s::forward(const Tensor& image) {
  const auto [pool3, pool4, fc7] = trunk.features(image);
  Tensor score = upscore2(score_fr(fc7));  // [N, classes, H/16, W/16]
  const Tensor skip4 = score_pool4(scales.pool4 == 1 ? pool4 : pool4 * scales.pool4);
  score = upscore_pool4(fuse("upscore2", score, "score_pool4", skip4));  // [N, classes, H/8, W/8]
  const Tensor skip3 = score_pool3(scales.pool3 == 1 ? pool3 : pool3 * scales.pool3);
  score = fuse("upscore_pool4", score, "score_pool3", skip3);  // [N, classes, H/8, W/8]
  return upscore8(score);                                      // [N, classes, H, W]
}

void Fcn8s::visit(const Visitor& v) {
  trunk.visit(v);
  v("score_fr", score_fr);
  v("upscore2", upscore2);
  v("score_pool4", score_pool4);
  v("upscore_pool4", upscore_pool4);
  v("score_pool3", score_pool3);
  v("upscore8", upscore8);
}

}  // namespace pixelwise
