// Translated learning rates: numbers of published recipes, and steps that really go as far.
#include "optim/loss_scale.h"

#include <gtest/gtest.h>

#include <cmath>

#include "autograd/ops.h"
#include "base/random.h"
#include "optim/sgd.h"
#include "tests/base/message.h"

namespace pixelwise {
namespace {

const StepScale kPublished{Reduction::sum, 1, 375, 500, 0.99};

TEST(LossScale, PublishedSumLossAsMean) {
  StepScale mean = kPublished;
  mean.reduction = Reduction::mean;
  EXPECT_EQ(pixels_of(kPublished), 187'500);
  EXPECT_DOUBLE_EQ(translate_lr(1e-10, kPublished, mean), 1.875e-5);
  EXPECT_DOUBLE_EQ(translate_lr(1.875e-5, mean, kPublished), 1e-10);
  EXPECT_DOUBLE_EQ(translate_weight_decay(5e-4, kPublished, mean), 5e-4 / 187'500);
}

TEST(LossScale, Momentum) {
  StepScale plain = kPublished;
  plain.momentum = 0;
  EXPECT_NEAR(translate_lr(1e-10, kPublished, plain), 1e-8, 1e-20);
  EXPECT_DOUBLE_EQ(effective_lr(0.1, 0.9), 0.1 / (1 - 0.9));
  StepScale less = kPublished;
  less.momentum = 0.9;
  EXPECT_NEAR(translate_lr(1e-10, kPublished, less), 1e-9, 1e-21);
  EXPECT_EQ(translate_weight_decay(5e-4, kPublished, less), 5e-4);
}

TEST(LossScale, BatchAndImageSize) {
  const StepScale mean1{Reduction::mean, 1, 64, 64, 0}, mean4{Reduction::mean, 4, 128, 64, 0};
  EXPECT_EQ(translate_lr(0.5, mean1, mean4), 0.5);
  EXPECT_EQ(translate_lr(0.5, mean1, mean4, Keep::epoch), 2);
  const StepScale sum1{Reduction::sum, 1, 64, 64, 0}, sum4{Reduction::sum, 4, 128, 64, 0};
  EXPECT_EQ(translate_lr(0.5, sum1, sum4), 0.0625);             // 8 times as many pixels
  EXPECT_EQ(translate_lr(0.5, sum1, sum4, Keep::epoch), 0.25);  // 2 times as many in an image
}

// SGD with momentum and decay reaches the same weights with either loss.
TEST(LossScale, StepsWithSumAndMeanGoAsFar) {
  Rng rng(3);
  Array x({6, 4});
  for (std::int64_t i = 0; i < x.size(); ++i) x(i) = static_cast<Real>(rng.normal());
  const Labels labels{6, 1, 1, {0, 1, 2, 2, 1, 0}};
  StepScale sum{Reduction::sum, 6, 1, 1, 0.9}, mean = sum;
  mean.reduction = Reduction::mean;
  const double decay = 0.3, lr = 0.01;
  const auto trained = [&](const StepScale& scale) {
    const Tensor w = Tensor::parameter(Array({3, 4}, Real{0.5}));
    Sgd sgd({w}, {.lr = translate_lr(lr, sum, scale),
                  .momentum = 0.9,
                  .weight_decay = translate_weight_decay(decay, sum, scale)});
    for (int i = 0; i < 20; ++i) {
      sgd.zero_grad();
      cross_entropy(linear(Tensor(x), w, Tensor()), labels, {.reduction = scale.reduction})
          .backward();
      sgd.step();
    }
    return w.value();
  };
  const Array a = trained(sum), b = trained(mean);
  for (std::int64_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a(i), b(i), 1e-5) << i;
  EXPECT_GT(std::abs(a(0) - Real{0.5}), 0.02);
}

// After many steps with one gradient, momentum has gone nearly as far as without it.
TEST(LossScale, MomentumGoesAsFarInTheLongRun) {
  const StepScale plain{}, heavy{Reduction::mean, 1, 1, 1, 0.9};
  double with = 0, without = 0, velocity = 0;
  const double lr = translate_lr(0.1, plain, heavy);
  for (int i = 0; i < 1000; ++i) {
    velocity = 0.9 * velocity + 1;
    with += lr * velocity;
    without += 0.1;
  }
  EXPECT_NEAR(with / without, 1, 0.01);
}

TEST(LossScale, WhatMakesNoSense) {
  const StepScale good{};
  EXPECT_EQ(message_of<std::invalid_argument>([&] { translate_lr(0, good, good); }),
            "loss scale: learning rate 0; it is a positive number");
  StepScale bad;
  bad.momentum = 1;
  EXPECT_EQ(message_of<std::invalid_argument>([&] { translate_lr(1, good, bad); }),
            "loss scale: momentum 1 is not in [0, 1)");
  bad = {};
  bad.batch = 0;
  EXPECT_EQ(message_of<std::invalid_argument>([&] { translate_lr(1, bad, good); }),
            "loss scale: a batch of 0 images; it takes at least 1");
  bad = {};
  bad.width = 0;
  EXPECT_EQ(message_of<std::invalid_argument>([&] { translate_weight_decay(1, bad, good); }),
            "loss scale: an image of 1x0 pixels; it takes at least 1x1");
  EXPECT_EQ(message_of<std::invalid_argument>([&] { translate_weight_decay(-1, good, good); }),
            "loss scale: weight decay -1; it is a number of at least 0");
}

}  // namespace
}  // namespace pixelwise
