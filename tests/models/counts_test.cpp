// Parameter counts: a forgotten member, or one of the wrong size, shows here.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>

#include "layers/parameters.h"
#include "models/simple_fcn.h"
#include "models/vgg.h"
#include "models/zoo.h"
#include "tests/layers/support.h"

namespace pixelwise {
namespace {

ParameterCount count(const ModelConfig& config) {
  Rng rng(1);
  return count_parameters(*make_model(config, rng));
}

TEST(Counts, ToyNets) {
  EXPECT_EQ(count({.name = "toy-classifier", .classes = 5}).all, 354'437);
  EXPECT_EQ(count({.name = "toy-classifier", .classes = 5}).trainable, 354'437);
  EXPECT_EQ(count({.name = "toy-32s", .classes = 6}).trainable, 354'566);
  EXPECT_EQ(count({.name = "toy-32s", .classes = 6}).all, 502'022);
  EXPECT_EQ(count({.name = "toy-16s", .classes = 6}).trainable, 355'724);
  EXPECT_EQ(count({.name = "toy-16s", .classes = 6}).all, 392'588);
  EXPECT_EQ(count({.name = "toy-8s", .classes = 6}).trainable, 356'690);
  EXPECT_EQ(count({.name = "toy-8s", .classes = 6}).all, 365'906);
  EXPECT_EQ(count({.name = "toy-progressive", .classes = 6}).all, 358'718);
}

TEST(Counts, SimpleFcnLayerByLayer) {
  Rng rng(1);
  SimpleFcn net(21, rng);
  EXPECT_EQ(count_parameters(net.conv1).all, 1'792);
  EXPECT_EQ(count_parameters(net.conv2).all, 73'856);
  EXPECT_EQ(count_parameters(net.conv3).all, 295'168);
  EXPECT_EQ(count_parameters(net.deconv1).all, 131'200);
  EXPECT_EQ(count_parameters(net.deconv2).all, 32'832);
  EXPECT_EQ(count_parameters(net.deconv3).all, 5'397);
  EXPECT_EQ(count_parameters(net).all, 540'245);
  EXPECT_EQ(count_parameters(net).trainable, 540'245);
}

TEST(Counts, VggTrunkInFullSize) {
  Rng rng(1);
  VggTrunk trunk(vgg16_config(), rng);
  EXPECT_EQ(count_parameters(trunk).all, 14'714'688);
  EXPECT_EQ(named_parameters(trunk).size(), 26U);
}

// A VGG net in full size takes 540 MB. Its parameter count, however, is a polynomial of degree 2
// in the width and in fc_width, and whoever knows it at 1, 2 and 3 knows it everywhere.
std::int64_t extrapolate(const std::array<std::int64_t, 3>& at_1_2_3, std::int64_t x) {
  const auto [p1, p2, p3] = at_1_2_3;
  return p1 + (x - 1) * (p2 - p1) + (x - 1) * (x - 2) / 2 * (p3 - 2 * p2 + p1);
}

template <class Count>
std::int64_t extrapolated(Count count_at, std::int64_t width_wanted, std::int64_t fc_wanted) {
  std::array<std::int64_t, 3> by_width{};
  for (std::int64_t width = 1; width <= 3; ++width) {
    std::array<std::int64_t, 3> by_fc_width{};
    for (std::int64_t fc = 1; fc <= 3; ++fc) {
      by_fc_width[static_cast<std::size_t>(fc - 1)] = count_at(width, fc);
    }
    by_width[static_cast<std::size_t>(width - 1)] = extrapolate(by_fc_width, fc_wanted);
  }
  return extrapolate(by_width, width_wanted);
}

template <class Count>
std::int64_t at_full_size(Count count_at) {
  return extrapolated(count_at, 64, 4096);
}

std::int64_t vgg_count(const std::string& name, std::int64_t classes, bool all) {
  return at_full_size([&](std::int64_t width, std::int64_t fc_width) {
    const ParameterCount found =
        count({.name = name, .classes = classes, .width = width, .fc_width = fc_width});
    return all ? found.all : found.trainable;
  });
}

TEST(Counts, TheExtrapolationFitsARealNet) {
  const auto count_at = [](std::int64_t width, std::int64_t fc_width) {
    return count({.name = "fcn8s", .classes = 4, .width = width, .fc_width = fc_width}).all;
  };
  EXPECT_EQ(extrapolated(count_at, 5, 9), count_at(5, 9));
}

TEST(Counts, PublishedVggNetsAt21Classes) {
  EXPECT_EQ(vgg_count("fcn32s", 21, true), 136'152'917);
  EXPECT_EQ(vgg_count("fcn16s", 21, true), 134'815'994);
  EXPECT_EQ(vgg_count("fcn8s", 21, true), 134'489'759);
  EXPECT_EQ(vgg_count("fcn8s-atonce", 21, true), 134'489'759);
  // FCN-8s with four kernels of 4x4 instead of one of 16x16 at the end, and two more score layers.
  EXPECT_EQ(vgg_count("progressive", 21, true),
            134'489'759 - 21 * 21 * (16 * 16 - 3 * 4 * 4) + 21 * (128 + 1) + 21 * (64 + 1));
  EXPECT_EQ(vgg_count("progressive", 21, true), 134'402'105);
}

TEST(Counts, OnlyTheLastUpsamplingIsFrozen) {
  EXPECT_EQ(vgg_count("fcn32s", 21, false), 136'152'917 - 21 * 21 * 64 * 64);
  EXPECT_EQ(vgg_count("fcn16s", 21, false), 134'815'994 - 21 * 21 * 32 * 32);
  EXPECT_EQ(vgg_count("fcn8s", 21, false), 134'489'759 - 21 * 21 * 16 * 16);
  EXPECT_EQ(vgg_count("progressive", 21, false), 134'402'105 - 21 * 21 * 4 * 4);
}

TEST(Counts, Vgg16WithItsPublishedClasses) {
  // The classifier of 1000 classes has 138,357,544 parameters; names allow 255 at most.
  const std::int64_t at_1000 = at_full_size([](std::int64_t width, std::int64_t fc_width) {
    Rng rng(1);
    VggClassifier net(vgg16_config(width, fc_width), 1000, rng);
    return count_parameters(net).all;
  });
  EXPECT_EQ(at_1000, 138'357'544);
}

TEST(Counts, FullyConnectedLayersAtPublishedSize) {
  const auto layer = [](const std::string& name) {
    return at_full_size([&](std::int64_t width, std::int64_t fc_width) {
      Rng rng(1);
      const auto net = make_model({.name = "fcn32s", .width = width, .fc_width = fc_width}, rng);
      std::int64_t found = 0;
      for (const NamedParameter& p : named_parameters(*net)) {
        if (p.name.rfind(name + ".", 0) == 0) found += p.tensor.shape().size();
      }
      return found;
    });
  };
  EXPECT_EQ(layer("fc6"), 102'764'544);
  EXPECT_EQ(layer("fc7"), 16'781'312);
  EXPECT_EQ(layer("score_fr"), 86'037);
}

}  // namespace
}  // namespace pixelwise
