// Masks from coarse maps of scores: enlarged by repeating cells, or bilinearly.
#pragma once

#include <functional>
#include <vector>

#include "autograd/ops.h"
#include "models/fcn.h"
#include "optim/adam.h"
#include "training/predict.h"
#include "training/to_array.h"

namespace pixelwise {

using Enlarge = std::function<Tensor(const Tensor&)>;

/// [N, C, H, W] -> [N, C, 32 H, 32 W], each cell a block: the "high-pixeled" way.
inline Tensor nearest32(const Tensor& scores) { return upsample_nearest(scores, 32); }

/// The same bilinearly: upscore of a fresh FCN-32s.
inline Tensor bilinear32(const Tensor& scores) {
  const std::int64_t classes = scores.shape()[1];
  return ConvTranspose2d(upsampling(classes, 32))(scores);
}

/// The scores of an FCN-32s before they are enlarged: [N, C, H / 32, W / 32].
inline Tensor coarse_scores(Fcn32s& net, const Batch& batch) {
  return net.score_fr(net.trunk.features(Tensor(to_array(batch))).fc7);
}

inline Mask mask_from(const Array& scores) {
  Mask mask(static_cast<int>(scores.shape()[3]), static_cast<int>(scores.shape()[2]));
  mask.ids = argmax(scores).ids;
  return mask;
}

/// The best scores there are. Instead of a network, the coarse scores of each image are what is
/// trained; how they are enlarged is given. The result: how well their masks fit.
inline ConfusionMatrix best_scores(const Batch& batch, std::int64_t classes,
                                   const Enlarge& enlarge) {
  const Tensor scores = Tensor::parameter(Array({batch.n, classes, batch.h / 32, batch.w / 32}));
  Adam optimizer({scores}, {.lr = 0.5});
  for (int i = 0; i < 200; ++i) {
    optimizer.zero_grad();
    cross_entropy(enlarge(scores), batch.labels).backward();
    optimizer.step();
  }
  ConfusionMatrix confusion(static_cast<int>(classes));
  confusion.add(batch.labels.ids, argmax(enlarge(scores).value()).ids);
  return confusion;
}

}  // namespace pixelwise
