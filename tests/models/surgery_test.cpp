// From a classifier to a segmentation net, and from stage to stage: by name, all numbers kept.
#include "models/surgery.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "autograd/array_math.h"
#include "models/fcn.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

using Names = std::vector<std::string>;

const Names kToyConvs = {"conv1_1.weight", "conv1_1.bias", "conv2_1.weight", "conv2_1.bias",
                         "conv3_1.weight", "conv3_1.bias", "conv4_1.weight", "conv4_1.bias",
                         "conv5_1.weight", "conv5_1.bias"};

Names operator+(Names a, const Names& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(Transplant, ClassifierToFcn32s) {
  const auto source = make_net({.name = "toy-classifier", .classes = 5}, 1);
  const auto net = make_net({.name = "toy-32s", .classes = 6}, 2);
  const auto before = state(*net);
  const TransplantReport report = transplant(state(*source), *net);
  EXPECT_EQ(report.copied, kToyConvs + Names({"fc6.bias", "fc7.bias"}));
  EXPECT_EQ(report.reshaped, (Names{"fc6.weight", "fc7.weight"}));
  EXPECT_EQ(report.dropped, (Names{"score.bias", "score.weight"}));
  EXPECT_EQ(report.missing, (Names{"score_fr.weight", "score_fr.bias", "upscore.weight"}));
  EXPECT_EQ(to_string(report),
            "copied 12 (conv1_1.weight, conv1_1.bias, conv2_1.weight, conv2_1.bias, "
            "conv3_1.weight, conv3_1.bias, ...), reshaped 2 (fc6.weight, fc7.weight), dropped 2 "
            "(score.bias, score.weight), missing 3 (score_fr.weight, score_fr.bias, "
            "upscore.weight)");

  const auto given = state(*source), now = state(*net);
  for (const std::string& name : report.copied) {
    EXPECT_TRUE(same_bits(now.at(name), given.at(name))) << name;
  }
  EXPECT_EQ(now.at("fc6.weight").shape(), (Shape{128, 128, 3, 3}));
  EXPECT_EQ(now.at("fc6.weight").to_vector(), given.at("fc6.weight").to_vector());
  for (const std::string& name : report.missing) {
    EXPECT_TRUE(same_bits(now.at(name), before.at(name))) << name;
  }
}

TEST(Transplant, AndBackToTheClassifier) {
  const auto source = make_net({.name = "toy-classifier", .classes = 5}, 1);
  const auto fcn = make_net({.name = "toy-32s", .classes = 6}, 2);
  const auto back = make_net({.name = "toy-classifier", .classes = 5}, 3);
  transplant(state(*source), *fcn);
  EXPECT_EQ(transplant(state(*fcn), *back).reshaped, (Names{"fc6.weight", "fc7.weight"}));
  EXPECT_TRUE(same_bits(state(*back).at("fc6.weight"), state(*source).at("fc6.weight")));
}

TEST(Transplant, StageToStageByName) {
  const auto net32 = make_net({.name = "toy-32s", .classes = 6}, 1);
  const auto net16 = make_net({.name = "toy-16s", .classes = 6}, 2);
  const auto net8 = make_net({.name = "toy-8s", .classes = 6}, 3);
  randomise_scores(*net32, 4);
  const Names fcs = {"fc6.weight", "fc6.bias",        "fc7.weight",
                     "fc7.bias",   "score_fr.weight", "score_fr.bias"};

  TransplantReport report = transplant(state(*net32), *net16);
  EXPECT_EQ(report.copied, kToyConvs + fcs);
  EXPECT_EQ(report.reshaped, Names{});
  EXPECT_EQ(report.dropped, Names{"upscore.weight"});
  EXPECT_EQ(report.missing, (Names{"upscore2.weight", "score_pool4.weight", "score_pool4.bias",
                                   "upscore16.weight"}));

  randomise_scores(*net16, 5);
  report = transplant(state(*net16), *net8);
  EXPECT_EQ(report.copied,
            kToyConvs + fcs + Names({"upscore2.weight", "score_pool4.weight", "score_pool4.bias"}));
  EXPECT_EQ(report.dropped, Names{"upscore16.weight"});
  EXPECT_EQ(report.missing, (Names{"upscore_pool4.weight", "score_pool3.weight", "score_pool3.bias",
                                   "upscore8.weight"}));
  EXPECT_TRUE(
      same_bits(state(*net8).at("score_pool4.weight"), state(*net16).at("score_pool4.weight")));
}

TEST(Transplant, ScoreLayersForOtherClassesAreDropped) {
  const auto source = make_net({.name = "toy-16s", .classes = 6}, 1);
  const auto net = make_net({.name = "toy-16s", .classes = 4}, 2);
  randomise_scores(*source, 3);
  const TransplantReport report = transplant(state(*source), *net);
  EXPECT_EQ(report.copied.size(), 14U);
  EXPECT_EQ(report.dropped, (Names{"score_fr.bias", "score_fr.weight", "score_pool4.bias",
                                   "score_pool4.weight", "upscore16.weight", "upscore2.weight"}));
  EXPECT_EQ(report.missing, (Names{"score_fr.weight", "score_fr.bias", "upscore2.weight",
                                   "score_pool4.weight", "score_pool4.bias", "upscore16.weight"}));
  EXPECT_EQ(max_magnitude(state(*net).at("score_fr.weight")), 0);  // its own start is kept
}

// Same number of elements is not enough: the outputs must be the same ones.
TEST(Transplant, AnotherArrangementIsNoReshape) {
  const auto net = make_net({.name = "toy-32s", .classes = 6});
  const TransplantReport report =
      transplant({{"fc7.weight", Array({64, 256})}, {"fc6.bias", Array({1, 128, 1, 1})}}, *net);
  EXPECT_EQ(report.reshaped, Names{});
  EXPECT_EQ(report.dropped, (Names{"fc6.bias", "fc7.weight"}));
}

// The classifier and its convolutional form, with logits of order 30.
struct Pair {
  Pair() : rng(1), classifier(toy_config(), 5, rng), fcn(toy_config(), 5, rng) {
    randomise_scores(classifier, 2, 0.2);
    classifier.score.weight.mutable_value() = random_array({5, 128}, 3, -0.8, 0.8);
    transplant(state(classifier), fcn);
  }
  Rng rng;
  VggClassifier classifier;
  Fcn32s fcn;
};

const Array& image_96() {
  static const Array image = random_array({2, 3, 96, 96}, 7, -1.6, 2.4);
  return image;
}

TEST(FcIsConv, UnpaddedConvolutionsGiveTheSameLogits) {
  const NoGrad no_grad;
  Pair nets;
  const Tensor expected = nets.classifier(Tensor(image_96()));  // [2, 5]
  EXPECT_GT(max_magnitude(expected.value()), 10);
  EXPECT_LT(max_magnitude(expected.value()), 100);

  const Tensor pool5 = nets.fcn.trunk.vgg.pools(Tensor(image_96()))[4];  // [2, 128, 3, 3]
  const auto as_conv = [](const Linear& fc, const Shape& shape) {
    return Tensor(fc.weight.value().reshaped(shape));
  };
  const VggClassifier& c = nets.classifier;
  Tensor h = relu(conv2d(pool5, as_conv(c.fc6, {128, 128, 3, 3}), c.fc6.bias));  // [2, 128, 1, 1]
  h = relu(conv2d(h, as_conv(c.fc7, {128, 128, 1, 1}), c.fc7.bias));
  const Tensor logits = conv2d(h, as_conv(c.score, {5, 128, 1, 1}), c.score.bias);
  ASSERT_EQ(logits.shape(), (Shape{2, 5, 1, 1}));
  EXPECT_LT(max_difference(logits.value().reshaped({2, 5}), expected.value()), 1e-4);
}

// With padding 1 the middle of the three by three cells sees all of pool5 and nothing else.
TEST(FcIsConv, ThePaddedNetAgreesInTheMiddleCell) {
  const NoGrad no_grad;
  Pair nets;
  const Tensor expected = nets.classifier(Tensor(image_96()));
  nets.fcn.score_fr.weight.mutable_value() =
      nets.classifier.score.weight.value().reshaped({5, 128, 1, 1});
  nets.fcn.score_fr.bias.mutable_value() = nets.classifier.score.bias.value();
  const Tensor scores = nets.fcn.score_fr(nets.fcn.trunk.features(Tensor(image_96())).fc7);
  ASSERT_EQ(scores.shape(), (Shape{2, 5, 3, 3}));
  const auto cell = [&](std::int64_t row, std::int64_t column) {
    return crop(scores, row, column, 1, 1).value().reshaped({2, 5});
  };
  EXPECT_LT(max_difference(cell(1, 1), expected.value()), 1e-4);
  EXPECT_GT(max_difference(cell(0, 1), expected.value()), 1);
}

TEST(VggClassifier, SaysWhichImagesFit) {
  const NoGrad no_grad;
  const auto vgg = make_net({.name = "vgg16", .classes = 3, .width = 1, .fc_width = 2});
  EXPECT_EQ((*vgg)(Tensor(Array({1, 3, 224, 224}))).shape(), (Shape{1, 3}));
  EXPECT_EQ(message_of([&] {
              (*vgg)(Tensor(Array({1, 3, 96, 96})));
            }),
            "VggClassifier: fc6 needs 7x7 cells, which takes 224x224; the image [1, 3, 96, 96] "
            "gives pool5 3x3; resize the image, or make fc6 a convolution (models/surgery.h, "
            "predict --heat-map)");
  EXPECT_TRUE(contains(message_of([&] {
                         (*vgg)(Tensor(Array({1, 3, 33, 31})));
                       }),
                       "the image [1, 3, 33, 31] gives pool5 1x0"));
  const auto toy = make_net({.name = "toy-classifier", .classes = 3});
  EXPECT_TRUE(contains(message_of([&] {
                         (*toy)(Tensor(Array({1, 3, 128, 96})));
                       }),
                       "fc6 needs 3x3 cells, which takes 96x96; the image [1, 3, 128, 96] gives "
                       "pool5 4x3"));
}

TEST(VggTrunk, NeedsFiveStages) {
  Rng rng(1);
  VggConfig config = toy_config();
  config.convs_per_stage.pop_back();
  EXPECT_EQ(message_of([&] { VggTrunk trunk(config, rng); }),
            "VggTrunk: five stages are needed, not 4");
}

// The files of the published FCN-8s at-once.
TEST(FoldedScales, TheScoresAreThoseOfTheScaleLayers) {
  const auto source = make_net({.name = "fcn8s-atonce", .classes = 3, .width = 2, .fc_width = 4});
  randomise_scores(*source, 1);
  auto tensors = state(*source);
  const Array pool4 = tensors.at("score_pool4.weight"), pool3 = tensors.at("score_pool3.weight");
  tensors["scale_pool4.weight"] = Array({16}, Real{0.01F});
  tensors["scale_pool3.weight"] = Array({8}, Real{0.0001F});

  const auto same = make_net({.name = "fcn8s-atonce", .classes = 3, .width = 2, .fc_width = 4}, 2);
  const TransplantReport report = transplant(tensors, *same);
  EXPECT_TRUE(report.dropped.empty() && report.missing.empty()) << to_string(report);
  EXPECT_EQ(report.folded, (Names{"scale_pool3.weight", "scale_pool4.weight"}));
  EXPECT_TRUE(same_bits(state(*same).at("score_pool4.weight"), pool4));
  EXPECT_TRUE(same_bits(state(*same).at("score_pool3.weight"), pool3));

  // Another scale for every channel, and a network that scales nothing.
  Array scale = random_array({16}, 3, 0.5, 2);
  tensors["scale_pool4.weight"] = scale;
  transplant(tensors, *same);
  for (std::int64_t i = 0; i < pool4.size(); ++i) {
    const Real want = pool4(i) * scale(i % 16) / Real{0.01F};
    EXPECT_NEAR(state(*same).at("score_pool4.weight")(i), want, 1e-5 * std::abs(want));
  }
  const auto plain = make_net({.name = "fcn8s", .classes = 3, .width = 2, .fc_width = 4}, 2);
  EXPECT_TRUE(transplant(tensors, *plain).dropped.empty());
  const NoGrad no_grad;
  const Tensor map(random_array({1, 16, 2, 3}, 4));
  Array scaled = map.value();
  for (std::int64_t i = 0; i < scaled.size(); ++i) scaled(i) *= scale(i % 16);  // channels last
  const Array want = conv2d(Tensor(scaled), Tensor(pool4), Tensor()).value();
  const Array got = conv2d(map, Tensor(state(*plain).at("score_pool4.weight")), Tensor()).value();
  EXPECT_GT(max_magnitude(want), 0.1);
  EXPECT_LT(max_difference(got, want), 1e-5);
  EXPECT_FALSE(same_bits(state(*plain).at("score_pool4.weight"), pool4));
  const Array folded3 = state(*plain).at("score_pool3.weight");
  EXPECT_LT(max_difference(folded3, pool3 * Real{0.0001F}), 1e-10);

  tensors["scale_pool4.weight"] = Array({5}, 1);  // not this network's
  EXPECT_EQ(transplant(tensors, *plain).dropped, (std::vector<std::string>{"scale_pool4.weight"}));
}

}  // namespace
}  // namespace pixelwise
