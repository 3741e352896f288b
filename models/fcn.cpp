#include "models/fcn.h"

#include "autograd/ops.h"
#include "base/check.h"

namespace pixelwise {
namespace {

Tensor scaled(const Tensor& x, Real factor) { return factor == 1 ? x : x * factor; }

void fix(ConvTranspose2d& layer) { layer.weight.set_requires_grad(false); }

}  // namespace

FcnTrunk::FcnTrunk(const VggConfig& c, Rng& rng)
    : config(c),
      vgg(c, rng),
      fc6({.in = c.widths[4],
           .out = c.fc_width,
           .kernel = c.fc6_kernel,
           .padding = c.family == Family::same ? (c.fc6_kernel - 1) / 2 : 0},
          rng),
      fc7({.in = c.fc_width, .out = c.fc_width, .kernel = 1}, rng),
      drop6(c.dropout, rng.next()),
      drop7(c.dropout, rng.next()) {}

std::array<Tensor, 5> FcnTrunk::pools(const Tensor& image) {
  const Shape& in = image.shape();
  require(in.rank() == 4 && in[2] % stride() == 0 && in[3] % stride() == 0, "FCN: the image ", in,
          " is not [N, C, H, W] with H and W multiples of 32, as the same family needs; segment() "
          "pads and crops images of any size");
  return vgg.pools(image);
}

Tensor FcnTrunk::fc7_of(const Tensor& pool5) {
  const Tensor h6 = drop6(relu(fc6(pool5)));
  return drop7(relu(fc7(h6)));
}

FcnTrunk::Features FcnTrunk::features(const Tensor& image) {
  const auto [pool1, pool2, pool3, pool4, pool5] = pools(image);
  return {pool3, pool4, fc7_of(pool5)};
}

void FcnTrunk::visit(const Visitor& v) {
  vgg.visit(v);
  v("fc6", fc6);
  v("drop6", drop6);
  v("fc7", fc7);
  v("drop7", drop7);
}

ConvTranspose2dConfig fcn_upsampling(const VggConfig& config, std::int64_t classes,
                                     std::int64_t factor) {
  ConvTranspose2dConfig layer = upsampling(classes, factor);
  if (config.family == Family::caffe) layer.padding = 0;
  return layer;
}

Conv2dConfig fcn_score(std::int64_t channels, std::int64_t classes) {
  return {.in = channels, .out = classes, .kernel = 1};
}

Fcn32s::Fcn32s(const VggConfig& config, std::int64_t classes, Rng& rng)
    : trunk(config, rng),
      score_fr(fcn_score(config.fc_width, classes)),
      upscore(fcn_upsampling(config, classes, 32)) {
  fix(upscore);
}

Tensor Fcn32s::forward(const Tensor& image) {
  const Alignment cells(image);  // where the cells of each map lie: what to crop
  const auto [pool3, pool4, fc7] = trunk.features(image);
  const Tensor score = score_fr(fc7);        // [N, classes, H/32, W/32]
  return cells.crop(upscore(score), image);  // [N, classes, H, W]
}

void Fcn32s::visit(const Visitor& v) {
  trunk.visit(v);
  v("score_fr", score_fr);
  v("upscore", upscore);
}

Fcn16s::Fcn16s(const VggConfig& config, std::int64_t classes, Rng& rng)
    : trunk(config, rng),
      score_fr(fcn_score(config.fc_width, classes)),
      score_pool4(fcn_score(config.widths[3], classes)),
      upscore2(fcn_upsampling(config, classes, 2)),
      upscore16(fcn_upsampling(config, classes, 16)) {
  if (config.family == Family::caffe) fix(upscore2);
  fix(upscore16);
}

Tensor Fcn16s::forward(const Tensor& image) {
  const Alignment cells(image);
  const auto [pool3, pool4, fc7] = trunk.features(image);
  Tensor score = upscore2(score_fr(fc7));                       // [N, classes, H/16, W/16]
  const Tensor skip4 = cells.crop(score_pool4(pool4), score);   // the same
  score = cells.fuse("upscore2", score, "score_pool4", skip4);  // the same
  return cells.crop(upscore16(score), image);                   // [N, classes, H, W]
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
      score_fr(fcn_score(config.fc_width, classes)),
      score_pool4(fcn_score(config.widths[3], classes)),
      score_pool3(fcn_score(config.widths[2], classes)),
      upscore2(fcn_upsampling(config, classes, 2)),
      upscore_pool4(fcn_upsampling(config, classes, 2)),
      upscore8(fcn_upsampling(config, classes, 8)) {
  if (config.family == Family::caffe) fix(upscore2), fix(upscore_pool4);
  fix(upscore8);
}

Tensor Fcn8s::forward(const Tensor& image) {
  const Alignment cells(image);
  const auto [pool3, pool4, fc7] = trunk.features(image);
  Tensor score = upscore2(score_fr(fc7));  // [N, classes, H/16, W/16]
  const Tensor skip4 = cells.crop(score_pool4(scaled(pool4, scales.pool4)), score);
  score = cells.fuse("upscore2", score, "score_pool4", skip4);
  score = upscore_pool4(score);  // [N, classes, H/8, W/8]
  const Tensor skip3 = cells.crop(score_pool3(scaled(pool3, scales.pool3)), score);
  score = cells.fuse("upscore_pool4", score, "score_pool3", skip3);
  return cells.crop(upscore8(score), image);  // [N, classes, H, W]
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
