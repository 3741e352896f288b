// The progressive FCN: FCN-8s carried on to the end. Five upsamplings by 2 bring the scores back to
// the pixels, and after each of the first four the scores of the pool of that size are added:
// pool4, pool3, pool2 and pool1. (FCN-8s stops at pool3 and upsamples by 8.)
//
// All of it happens with scores, one map per class, as in models/fcn.h. The layers that FCN-8s has,
// too, carry the same names, so that its weights can be the start.
#pragma once

#include "models/fcn.h"

namespace pixelwise {

class ProgressiveFcn : public Network {
 public:
  ProgressiveFcn(const VggConfig& config, std::int64_t classes, Rng& rng);

  Tensor forward(const Tensor& image) override;  // [N, channels, H, W] -> [N, classes, H, W]
  void visit(const Visitor& v) override;
  std::int64_t stride() const override { return trunk.stride(); }

  FcnTrunk trunk;
  Conv2d score_fr, score_pool4, score_pool3, score_pool2, score_pool1;    // start at zero
  ConvTranspose2d upscore2, upscore_pool4, upscore_pool3, upscore_pool2;  // 2x
  ConvTranspose2d upscore_pool1;                                          // 2x, fixed
};

}  // namespace pixelwise
