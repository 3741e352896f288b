// Lesson 11: networks beside the three, to find out what a skip is worth.
#pragma once

#include <memory>
#include <vector>

#include "autograd/ops.h"
#include "base/check.h"
#include "models/fcn.h"
#include "models/zoo.h"

namespace pixelwise {

/// Scores from one pool alone: pool3 or pool4, and nothing that comes behind it.
class FromOnePool : public Network {
 public:
  FromOnePool(std::size_t pool, std::int64_t classes, Rng& rng)
      : score({.in = toy_config().widths[pool - 1], .out = classes, .kernel = 1}),
        upscore(upsampling(classes, std::int64_t{1} << pool)),
        score_name_(text("score_pool", pool)) {
    std::int64_t channels = 3;
    for (std::size_t k = 0; k < pool; ++k) {
      const std::int64_t width = toy_config().widths[k];
      const Conv2dConfig conv{.in = channels, .out = width, .kernel = 3, .padding = 1};
      convs_.push_back(std::make_unique<Conv2d>(conv, rng));
      channels = width;
    }
    upscore.weight.set_requires_grad(false);
  }

  Tensor forward(const Tensor& image) override {
    Tensor h = image;
    for (const auto& conv : convs_) h = max_pool2d(relu((*conv)(h)));
    return upscore(score(h));
  }
  void visit(const Visitor& v) override {
    for (std::size_t k = 0; k < convs_.size(); ++k) v(text("conv", k + 1, "_1"), *convs_[k]);
    v(score_name_, score);
    v("upscore", upscore);
  }
  std::int64_t stride() const override { return std::int64_t{1} << convs_.size(); }

  Conv2d score;
  ConvTranspose2d upscore;  // fixed

 private:
  std::vector<std::unique_ptr<Conv2d>> convs_;
  std::string score_name_;
};

/// FCN-8s with a mistake: every number of a skip is added one row below and one column to the right
/// of its place.
class OneCellOff : public Fcn8s {
 public:
  using Fcn8s::Fcn8s;
  Tensor forward(const Tensor& image) override {
    const auto [pool3, pool4, fc7] = trunk.features(image);
    Tensor score = upscore2(score_fr(fc7)) + moved(score_pool4(pool4));
    score = upscore_pool4(score) + moved(score_pool3(pool3));
    return upscore8(score);
  }

 private:
  static Tensor moved(const Tensor& map) {
    const Shape s = map.shape();
    return crop(pad(map, {.top = 1, .bottom = 0, .left = 1, .right = 0}), 0, 0, s[2], s[3]);
  }
};

/// The sizes of the toy nets, with a quarter of the kernels in one stage, 1 to 5.
inline VggConfig narrow_config(std::size_t stage) {
  VggConfig config = toy_config();
  config.widths[stage - 1] /= 4;
  return config;
}

/// Makes the networks of the experiments known by name, so that a stage of the ladder can use them.
inline void register_experiment_nets() {
  using Ptr = std::unique_ptr<Network>;
  for (const std::size_t pool : {3, 4}) {
    register_model({.name = text("pool", pool, "-only"), .description = "scores from one pool"},
                   [pool](const ModelConfig& c, Rng& rng) -> Ptr {
                     return std::make_unique<FromOnePool>(pool, c.classes, rng);
                   });
  }
  register_model({.name = "one-cell-off", .description = "FCN-8s, its skips in the wrong place"},
                 [](const ModelConfig& c, Rng& rng) -> Ptr {
                   return std::make_unique<OneCellOff>(toy_config(), c.classes, rng);
                 });
  register_model({.name = "scaled-skips", .description = "FCN-8s, its skips scaled as published"},
                 [](const ModelConfig& c, Rng& rng) -> Ptr {
                   return std::make_unique<Fcn8s>(toy_config(), c.classes, rng,
                                                  SkipScales{.pool4 = 0.01F, .pool3 = 0.0001F});
                 });
  for (std::size_t stage = 1; stage <= 5; ++stage) {
    register_model({.name = text("classifier-narrow", stage),
                    .description = "few kernels in one stage",
                    .classifier = true,
                    .image_size = 96},
                   [stage](const ModelConfig& c, Rng& rng) -> Ptr {
                     return std::make_unique<VggClassifier>(narrow_config(stage), c.classes, rng);
                   });
    register_model({.name = text("fcn8s-narrow", stage), .description = "few kernels in one stage"},
                   [stage](const ModelConfig& c, Rng& rng) -> Ptr {
                     return std::make_unique<Fcn8s>(narrow_config(stage), c.classes, rng);
                   });
  }
}

}  // namespace pixelwise
