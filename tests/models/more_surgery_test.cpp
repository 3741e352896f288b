// One weight at a time: matrix to kernel and back, more classes, one channel more; and VGG-16 as a
// heat map.
#include <gtest/gtest.h>

#include "models/fcn.h"
#include "models/surgery.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

TEST(LinearAsConv, SameNumbersInTheSameOrder) {
  const Array matrix = random_array({5, 2 * 3 * 4}, 1);
  const Array kernel = linear_as_conv(matrix, 2, {3, 4});
  EXPECT_EQ(kernel.shape(), (Shape{5, 2, 3, 4}));
  EXPECT_EQ(kernel.to_vector(), matrix.to_vector());
  const NoGrad no_grad;
  const Tensor map(random_array({1, 2, 3, 4}, 2)), bias(random_array({5}, 3));
  const Array expected = linear(flatten(map), Tensor(matrix), bias).value();
  const Array found = conv2d(map, Tensor(kernel), bias).value().reshaped({1, 5});
  EXPECT_LT(max_difference(found, expected), 1e-6);
  EXPECT_EQ(
      message_of([&] { linear_as_conv(matrix, 2, 3); }),
      "linear_as_conv: weight [5, 24] is not [O, C KH KW] for 2 channels and a kernel of 3x3");
}

TEST(ConvAsMatrix, GivesTheSameOutputs) {
  const NoGrad no_grad;
  const Conv2dOptions grid[] = {{},
                                {.padding = 1},
                                {.stride = {2, 1}, .padding = {0, 2}},
                                {.stride = 2, .padding = 1, .dilation = 2},
                                {.padding = 1, .groups = 2}};
  for (const Conv2dOptions& options : grid) {
    const Tensor weight(random_array({6, 4 / options.groups, 3, 2}, 1));
    const Tensor x(random_array({3, 4, 6, 5}, 2));
    const Array y = conv2d(x, weight, {}, options).value();
    const Array matrix = conv_as_matrix(weight.value(), options, 6, 5);
    EXPECT_EQ(matrix.shape(), (Shape{y.size() / 3, 4 * 6 * 5}));
    const Array product = linear(flatten(x), Tensor(matrix), {}).value();
    EXPECT_LT(max_difference(product.reshaped(y.shape()), y), 1e-5);
  }
}

// 3x3 on 8x8: of 64 columns at most 9 are not zero.
TEST(ConvAsMatrix, IsMostlyZero) {
  const Array matrix = conv_as_matrix(Array({1, 1, 3, 3}, 1), {.padding = 1}, 8, 8);
  double sum = 0;
  for (std::int64_t i = 0; i < matrix.size(); ++i) sum += matrix(i);
  EXPECT_EQ(sum, 22 * 22);  // each axis: 6 rows with 3 taps, 2 with 2
  EXPECT_EQ(matrix.size(), 64 * 64);
}

TEST(ConvAsMatrix, Errors) {
  EXPECT_EQ(message_of([] {
              conv_as_matrix(Array({1, 3, 3, 3}), {}, 64, 64);
            }),
            "conv_as_matrix: an image of [3, 64, 64] takes a matrix of 12288 columns and about as "
            "many rows; at most 8192 are possible");
  EXPECT_EQ(message_of([] {
              conv_as_matrix(Array({3, 3}), {}, 8, 8);
            }),
            "conv_as_matrix: weight [3, 3] is not [O, C / groups, KH, KW]");
}

TEST(WithMeanChannel, IsTheMeanOfTheOthers) {
  const Array weight({1, 3, 1, 2}, {1, 2, 4, 6, 4, 1});
  EXPECT_EQ(with_mean_channel(weight).to_vector(), (std::vector<Real>{1, 2, 4, 6, 4, 1, 3, 3}));
  EXPECT_EQ(message_of([] {
              with_mean_channel(Array({3, 3}));
            }),
            "with_mean_channel: weight [3, 3] is not [O, C, KH, KW]");
}

// From 4 classes to 7: the old ones score what they scored, bit for bit.
TEST(ExpandClasses, OldScoresStay) {
  const NoGrad no_grad;
  for (const char* name : {"fcn32s", "fcn16s", "fcn8s"}) {
    ModelConfig config{.name = name, .classes = 4, .width = 4, .fc_width = 8, .dropout = 0.0};
    const auto old_net = make_net(config, 1);
    randomise_scores(*old_net, 2);
    config.classes = 7;
    const auto net = make_net(config, 3);
    const TransplantReport report = transplant(expand_classes(state(*old_net), *net), *net);
    EXPECT_TRUE(report.dropped.empty() && report.missing.empty() && report.reshaped.empty());
    const Tensor image(random_array({1, 3, 64, 96}, 4));
    const Array before = (*old_net)(image).value(), after = (*net)(image).value();
    ASSERT_EQ(after.shape(), (Shape{1, 7, 64, 96}));
    const Array kept = slice_channels(Tensor(after), 0, 4).value();
    EXPECT_TRUE(same_bits(kept, before)) << name << ": " << max_difference(kept, before);
    const Array fresh = slice_channels(Tensor(after), 4, 3).value();
    EXPECT_EQ(max_magnitude(fresh), 0) << name;  // new score layers start at zero
  }
}

TEST(ExpandClasses, TouchesNothingElse) {
  const auto small = make_net({.name = "fcn32s", .classes = 4, .width = 2, .fc_width = 4});
  const auto large = make_net({.name = "fcn32s", .classes = 2, .width = 3, .fc_width = 8});
  const auto source = state(*small);
  for (const auto& [name, values] : expand_classes(source, *large)) {
    EXPECT_TRUE(same_bits(values, source.at(name))) << name;  // fewer classes, a wider trunk
  }
}

// VGG-16 at reduced width, its fully connected layers as convolutions.
struct HeatMapPair {
  HeatMapPair() : rng(1), classifier(config(), 10, rng), heat_map(config(), 10, rng) {
    classifier.eval();
    heat_map.eval();
    randomise_scores(classifier, 2, 0.5);
    report = transplant(state(classifier), heat_map);
  }
  static VggConfig config() { return vgg16_config(8, 32); }
  const NoGrad no_grad;
  Rng rng;
  VggClassifier classifier;
  VggHeatMap heat_map;
  TransplantReport report;
};

TEST(VggHeatMapTest, IsTheClassifierAt224) {
  HeatMapPair nets;
  EXPECT_EQ(nets.report.reshaped,
            (std::vector<std::string>{"fc6.weight", "fc7.weight", "score.weight"}));
  EXPECT_TRUE(nets.report.dropped.empty() && nets.report.missing.empty());
  const Tensor image(random_array({2, 3, 224, 224}, 3, -2, 2));
  const Array expected = nets.classifier(image).value();
  const Array found = nets.heat_map(image).value();
  ASSERT_EQ(found.shape(), (Shape{2, 10, 1, 1}));
  EXPECT_GT(max_magnitude(expected), 0.5);
  EXPECT_LT(max_difference(found.reshaped({2, 10}), expected), 1e-4);
  EXPECT_EQ(nets.heat_map(Tensor(Array({1, 3, 384, 352}))).shape(), (Shape{1, 10, 6, 5}));
}

}  // namespace
}  // namespace pixelwise
