#include "models/progressive.h"

namespace pixelwise {

ProgressiveFcn::ProgressiveFcn(const VggConfig& config, std::int64_t classes, Rng& rng)
    : trunk(config, rng),
      score_fr(fcn_score(config.fc_width, classes)),
      score_pool4(fcn_score(config.widths[3], classes)),
      score_pool3(fcn_score(config.widths[2], classes)),
      score_pool2(fcn_score(config.widths[1], classes)),
      score_pool1(fcn_score(config.widths[0], classes)),
      upscore2(fcn_upsampling(config, classes, 2)),
      upscore_pool4(fcn_upsampling(config, classes, 2)),
      upscore_pool3(fcn_upsampling(config, classes, 2)),
      upscore_pool2(fcn_upsampling(config, classes, 2)),
      upscore_pool1(fcn_upsampling(config, classes, 2)) {
  // As in the FCNs: the last one always, in the caffe family all.
  upscore_pool1.weight.set_requires_grad(false);
  if (config.family == Family::same) return;
  for (ConvTranspose2d* up : {&upscore2, &upscore_pool4, &upscore_pool3, &upscore_pool2}) {
    up->weight.set_requires_grad(false);
  }
}

Tensor ProgressiveFcn::forward(const Tensor& image) {
  const Alignment cells(image);  // where the cells of each map lie: what to crop
  const auto [pool1, pool2, pool3, pool4, pool5] = trunk.pools(image);

  Tensor score = upscore2(score_fr(trunk.fc7_of(pool5)));  // [N, classes, H/16, W/16]
  const Tensor skip4 = cells.crop(score_pool4(pool4), score);
  score = cells.fuse("upscore2", score, "score_pool4", skip4);

  score = upscore_pool4(score);  // [N, classes, H/8, W/8]
  const Tensor skip3 = cells.crop(score_pool3(pool3), score);
  score = cells.fuse("upscore_pool4", score, "score_pool3", skip3);

  score = upscore_pool3(score);  // [N, classes, H/4, W/4]
  const Tensor skip2 = cells.crop(score_pool2(pool2), score);
  score = cells.fuse("upscore_pool3", score, "score_pool2", skip2);

  score = upscore_pool2(score);  // [N, classes, H/2, W/2]
  const Tensor skip1 = cells.crop(score_pool1(pool1), score);
  score = cells.fuse("upscore_pool2", score, "score_pool1", skip1);

  return cells.crop(upscore_pool1(score), image);  // [N, classes, H, W]
}

void ProgressiveFcn::visit(const Visitor& v) {
  trunk.visit(v);
  v("score_fr", score_fr);
  v("upscore2", upscore2);
  v("score_pool4", score_pool4);
  v("upscore_pool4", upscore_pool4);
  v("score_pool3", score_pool3);
  v("upscore_pool3", upscore_pool3);
  v("score_pool2", score_pool2);
  v("upscore_pool2", upscore_pool2);
  v("score_pool1", score_pool1);
  v("upscore_pool1", upscore_pool1);
}

}  // namespace pixelwise
