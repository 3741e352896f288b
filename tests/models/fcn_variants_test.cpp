// Several tasks, several sensors: each fits Network and trains a step.
#include "models/fcn_variants.h"

#include <gtest/gtest.h>

#include "models/segment.h"
#include "models/surgery.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

VggConfig small(Family family, std::int64_t channels = 3) {
  VggConfig config = vgg16_config(2, 4, 0.0);
  config.family = family;
  config.channels = channels;
  return config;
}

// A step down the gradient; returns the loss before it.
template <class Loss>
double step(Network& net, Loss loss_of) {
  zero_grad(net);
  const Tensor loss = loss_of();
  loss.backward();
  for (Tensor p : trainable_parameters(net)) {
    const Array gradient = p.grad();
    Array& value = p.mutable_value();
    for (std::int64_t i = 0; i < value.size(); ++i) {
      value(i) -= static_cast<Real>(0.01) * gradient(i);
    }
  }
  return loss.item();
}

TEST(MultiTask, OneTrunkTwoHeads) {
  for (const Family family : {Family::same, Family::caffe}) {
    Rng rng(1);
    MultiTaskFcn32s net(small(family), {{"sem", 33}, {"geo", 3}}, rng);
    const NoGrad no_grad;
    EXPECT_EQ(segment(net, Tensor(Array({1, 3, 33, 40}))).shape(), (Shape{1, 36, 33, 40}));
    std::vector<std::string> heads;
    for (const NamedParameter& p : named_parameters(net)) {
      if (p.name.find("score") != std::string::npos) heads.push_back(p.name);
    }
    EXPECT_EQ(heads, (std::vector<std::string>{"score_fr_sem.weight", "score_fr_sem.bias",
                                               "upscore_sem.weight", "score_fr_geo.weight",
                                               "score_fr_geo.bias", "upscore_geo.weight"}));
  }
}

// The second head is that of a single-task net with the same weights.
TEST(MultiTask, EachHeadIsAnFcn32s) {
  const NoGrad no_grad;
  Rng rng(1);
  MultiTaskFcn32s net(small(Family::caffe), {{"sem", 5}, {"geo", 3}}, rng);
  randomise_scores(net, 2);
  Fcn32s alone(small(Family::caffe), 3, rng);
  auto weights = state(net);
  weights["score_fr.weight"] = weights.at("score_fr_geo.weight");
  weights["score_fr.bias"] = weights.at("score_fr_geo.bias");
  transplant(weights, alone);
  const Tensor image(random_array({1, 3, 20, 30}, 3));
  const Array expected = alone(image).value();
  EXPECT_GT(max_magnitude(expected), 0.01);
  EXPECT_LT(max_difference(net.scores_of(net(image), 1).value(), expected),
            1e-6 * max_magnitude(expected));
}

TEST(MultiTask, TheSumOfTheLossesTrainsBothHeadsAndTheTrunk) {
  Rng rng(1);
  MultiTaskFcn32s net(small(Family::same), {{"sem", 5}, {"geo", 3}}, rng);
  randomise_scores(net, 2);
  const Tensor image(random_array({1, 3, 32, 32}, 3));
  const Labels sem = blocky_labels(1, 32, 32, 5), geo = blocky_labels(1, 32, 32, 3);
  const auto loss = [&] {
    const Tensor scores = net(image);
    return cross_entropy(net.scores_of(scores, 0), sem) +
           cross_entropy(net.scores_of(scores, 1), geo);
  };
  const double before = step(net, loss);
  for (const NamedParameter& p : named_parameters(net)) {
    if (p.name.starts_with("upscore")) continue;
    EXPECT_GT(max_magnitude(p.tensor.grad()), 1e-9) << p.name;
  }
  EXPECT_LT(step(net, loss), before);
}

TEST(MultiTask, Errors) {
  Rng rng(1);
  EXPECT_EQ(message_of([&] { MultiTaskFcn32s net(small(Family::same), {}, rng); }),
            "MultiTaskFcn32s: without a task there is nothing to learn");
  MultiTaskFcn32s net(small(Family::same), {{"only", 2}}, rng);
  EXPECT_EQ(message_of([&] {
              net.scores_of(Tensor(Array({1, 2, 4, 4})), 1);
            }),
            "MultiTaskFcn32s: there is no task 1 among 1, counted from 0");
}

// A grey image (all channels alike) looks to the four-channel net, its depth being brightness too,
// like 4/3 of itself to the first layer of the three-channel net.
TEST(EarlyFusion, TheFourthChannelStartsAsBrightness) {
  const NoGrad no_grad;
  Rng rng(1);
  Fcn32s rgb(small(Family::same), 3, rng), rgbd(small(Family::same, 4), 3, rng);
  auto weights = state(rgb);
  weights["conv1_1.weight"] = with_mean_channel(weights.at("conv1_1.weight"));
  EXPECT_TRUE(transplant(weights, rgbd).dropped.empty());
  const Array grey = random_array({1, 1, 32, 32}, 3);
  const auto layers_of_grey = [&](int count) {
    return concat(std::vector<Tensor>(static_cast<std::size_t>(count), Tensor(grey)));
  };
  const Tensor three = rgb.trunk.vgg.pools(layers_of_grey(3) * static_cast<Real>(4.0 / 3))[1];
  const Tensor four = rgbd.trunk.vgg.pools(layers_of_grey(4))[1];
  EXPECT_GT(max_magnitude(four.value()), 0.01);
  EXPECT_LT(max_difference(four.value(), three.value()), 1e-5 * max_magnitude(three.value()));
}

TEST(EarlyFusion, TrainsAStep) {
  Rng rng(1);
  Fcn32s net(small(Family::caffe, 4), 3, rng);
  randomise_scores(net, 2);
  const Tensor image(random_array({1, 4, 20, 24}, 3));
  const Labels labels = blocky_labels(1, 20, 24, 3);
  const auto loss = [&] { return cross_entropy(net(image), labels); };
  const double before = step(net, loss);
  EXPECT_LT(step(net, loss), before);
}

TEST(LateFusionTest, AveragesTwoNets) {
  Rng rng(1);
  auto first = std::make_unique<Fcn32s>(small(Family::same), 3, rng);
  auto second = std::make_unique<Fcn32s>(small(Family::same, 1), 3, rng);
  Fcn32s &rgb = *first, &depth = *second;
  LateFusion net(std::move(first), 3, std::move(second));
  randomise_scores(rgb, 2);
  randomise_scores(depth, 4);
  EXPECT_EQ(net.stride(), 32);
  const Tensor image(random_array({1, 4, 32, 64}, 3));
  {
    const NoGrad no_grad;
    const Array a = rgb(slice_channels(image, 0, 3)).value();
    const Array b = depth(slice_channels(image, 3, 1)).value();
    const Array both = net(image).value();
    EXPECT_NEAR(both(0, 1, 9, 9), 0.5 * a(0, 1, 9, 9) + 0.5 * b(0, 1, 9, 9), 1e-6);
    EXPECT_EQ(segment(net, Tensor(Array({1, 4, 5, 7}))).shape(), (Shape{1, 3, 5, 7}));
  }
  const Labels labels = blocky_labels(1, 32, 64, 3);
  const auto loss = [&] { return cross_entropy(net(image), labels); };
  const double before = step(net, loss);
  for (const NamedParameter& p : named_parameters(net)) {
    EXPECT_TRUE(p.name.starts_with("first.") || p.name.starts_with("second.")) << p.name;
    if (p.name.find("upscore") != std::string::npos) continue;
    EXPECT_TRUE(p.tensor.has_grad()) << p.name;
  }
  EXPECT_LT(step(net, loss), before);
}

TEST(LateFusionTest, Errors) {
  Rng rng(1);
  const auto fcn = [&](Family family) { return std::make_unique<Fcn32s>(small(family), 3, rng); };
  EXPECT_EQ(
      message_of([&] { LateFusion(fcn(Family::same), 3, fcn(Family::caffe)); }),
      "LateFusion: one net needs images that are multiples of 32, the other of 1; take two of "
      "one kind");
  LateFusion net(fcn(Family::same), 3, fcn(Family::same));
  EXPECT_EQ(message_of([&] {
              net(Tensor(Array({1, 3, 32, 32})));
            }),
            "LateFusion: the image [1, 3, 32, 32] has no channels beyond the 3 of the first net");
}

}  // namespace
}  // namespace pixelwise
