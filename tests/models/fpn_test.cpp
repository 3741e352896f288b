// The feature pyramid: its sizes, its number of parameters, what each level adds.
#include "models/fpn.h"

#include <gtest/gtest.h>

#include "base/check.h"
#include "layers/init.h"
#include "models/align.h"
#include "models/surgery.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

TEST(Fpn, Parameters) {
  const UninitializedWeights unneeded;
  Rng rng(1);
  FpnVgg net(vgg16_config(), 21, rng);
  EXPECT_EQ(count_parameters(net.trunk).all, 14'714'688);
  EXPECT_EQ(count_parameters(net.lateral2).all, 128 * 256 + 256);
  EXPECT_EQ(count_parameters(net.lateral5).all, 512 * 256 + 256);
  EXPECT_EQ(count_parameters(net.smooth2).all, 9 * 256 * 256 + 256);
  // All laterals 361,472, all smoothing convolutions 2,360,320, the score layer 5,397.
  EXPECT_EQ(count_parameters(net).all, 17'441'877);
  EXPECT_EQ(count_parameters(net).trainable, 17'441'877);
}

TEST(Fpn, ALevelForEverySize) {
  const NoGrad no_grad;
  Rng rng(1);
  FpnVgg net(vgg16_config(2), 5, rng);
  const auto pyramid = net.pyramid(Tensor(Array({1, 3, 96, 64})));
  const auto scores = net.scores(pyramid);
  for (std::size_t level = 0; level < FpnVgg::kLevels; ++level) {
    EXPECT_EQ(pyramid[level].shape(), (Shape{1, 8, 24 >> level, 16 >> level}));
    EXPECT_EQ(scores[level].shape(), (Shape{1, 5, 24 >> level, 16 >> level}));
  }
}

// What is far away in the image reaches the finest level through the coarse ones.
TEST(Fpn, TheFinestLevelKnowsWhatTheDeepestSees) {
  const NoGrad no_grad;
  Rng rng(1);
  FpnVgg net(vgg16_config(2), 2, rng);
  const Tensor image(random_array({1, 3, 64, 64}, 2));
  const Array before = net.pyramid(image)[0].value();
  net.lateral5.bias.mutable_value() = random_array({8}, 3);
  EXPECT_GT(max_difference(net.pyramid(image)[0].value(), before), 0.1);
  // pool5 sees 212 pixels, 3x3 of its cells 64 more, and bilinear enlargement one cell of each
  // level.
  EXPECT_EQ(align(net, {1, 3, 64, 64}).layers.back().field, 212 + 64 + 32 + 16 + 8 + 4);
}

TEST(Fpn, EveryLevelContributes) {
  const NoGrad no_grad;
  Rng rng(1);
  FpnVgg net(vgg16_config(2), 3, rng);
  randomise_scores(net, 3);
  const Tensor image(random_array({1, 3, 64, 64}, 2));
  const Array full = net(image).value();
  const auto weights = state(net);
  for (const char* name : {"smooth2", "smooth3", "smooth4", "smooth5", "lateral2", "lateral3",
                           "lateral4", "lateral5"}) {
    auto without = weights;
    Array& weight = without.at(text(name, ".weight"));
    weight = Array(weight.shape());
    load_state(net, without);
    EXPECT_GT(max_difference(net(image).value(), full), 1e-3) << name;
  }
}

// Its convolutions are those of VGG-16, under the same names: a classifier can be the start.
TEST(Fpn, StartsFromAClassifier) {
  const auto classifier = make_net({.name = "vgg16", .classes = 5, .width = 2, .fc_width = 4}, 1);
  const auto net = make_net({.name = "fpn", .classes = 3, .width = 2}, 2);
  const TransplantReport report = transplant(state(*classifier), *net);
  EXPECT_EQ(report.copied.size(), 26U);
  EXPECT_EQ(report.missing.size(), 2U * (4 + 4 + 1));
}

TEST(Fpn, Errors) {
  Rng rng(1);
  FpnVgg net(vgg16_config(1), 2, rng);
  EXPECT_EQ(message_of([&] {
              net(Tensor(Array({1, 3, 48, 64})));
            }),
            "FPN: the image [1, 3, 48, 64] is not [N, C, H, W] with H and W multiples of 32, so "
            "that each level is twice as large as the next; segment() pads and crops images of any "
            "size");
  EXPECT_EQ(message_of([] { make_net({.name = "fpn", .width = 1, .dropout = 0.5}); }),
            "fpn: has the convolutions of VGG-16 only, no fully connected layers and no dropout");
  EXPECT_EQ(message_of([] { make_net({.name = "fpn", .width = 1, .family = Family::caffe}); }),
            "FpnVgg: there is no caffe family; the maps of the same family fit without a crop");
}

}  // namespace
}  // namespace pixelwise
