// The published nets (caffe family): size walks, crop offsets, any size of image, multiply-adds.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "models/align.h"
#include "models/segment.h"
#include "models/summary.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

ModelConfig caffe(const std::string& name, std::int64_t width = 1, std::int64_t fc_width = 2) {
  return {.name = name,
          .classes = 3,
          .width = name == "fcn-alexnet" ? 6 : width,
          .fc_width = fc_width,
          .family = Family::caffe};
}

const std::vector<std::string> kNets = {"fcn32s",       "fcn16s",      "fcn8s",
                                        "fcn8s-atonce", "progressive", "fcn-alexnet"};

// Heights of all layers with parameters, and of the pools, which are counted.
std::map<std::string, std::int64_t> heights(const ModelConfig& config, std::int64_t size) {
  std::map<std::string, std::int64_t> found;
  int pools = 0;
  for (const SummaryRow& row : summarise(*make_net(config), {1, 3, size, size}).rows) {
    const bool is_pool = row.op == "max_pool2d";
    found[is_pool ? "pool" + std::to_string(++pools) : row.name] = row.shape[2];
  }
  return found;
}

TEST(CaffeFamily, SizeWalkAt500) {
  const auto h = heights(caffe("fcn8s"), 500);
  EXPECT_EQ(h.at("conv1_1"), 698);
  EXPECT_EQ(h.at("pool3"), 88);
  EXPECT_EQ(h.at("pool4"), 44);
  EXPECT_EQ(h.at("pool5"), 22);
  EXPECT_EQ(h.at("score_fr"), 16);
  EXPECT_EQ(h.at("upscore2"), 34);
  EXPECT_EQ(h.at("score_pool4"), 44);
  EXPECT_EQ(h.at("upscore_pool4"), 70);
  EXPECT_EQ(h.at("upscore8"), 568);
  EXPECT_EQ(heights(caffe("fcn32s"), 500).at("upscore"), 544);
  EXPECT_EQ(heights(caffe("fcn16s"), 500).at("upscore16"), 560);
}

TEST(CaffeFamily, SizeWalkAt224) {
  const auto h = heights(caffe("fcn8s"), 224);
  EXPECT_EQ(h.at("pool3"), 53);
  EXPECT_EQ(h.at("pool4"), 27);
  EXPECT_EQ(h.at("pool5"), 14);
  EXPECT_EQ(h.at("score_fr"), 8);
  EXPECT_EQ(h.at("upscore2"), 18);
  EXPECT_EQ(h.at("upscore_pool4"), 38);
  EXPECT_EQ(h.at("upscore8"), 312);
  EXPECT_EQ(heights(caffe("fcn32s"), 224).at("upscore"), 288);
  EXPECT_EQ(heights(caffe("fcn16s"), 224).at("upscore16"), 304);
}

using Offsets = std::vector<std::pair<std::string, std::int64_t>>;

Offsets offsets(const ModelConfig& config, std::int64_t size) {
  return align(*make_net(config), {1, 3, size, size}).offsets;
}

TEST(CaffeFamily, OffsetsOfTheCrops) {
  for (const std::int64_t size : {1, 64, 97}) {  // they do not depend on the size
    EXPECT_EQ(offsets(caffe("fcn32s"), size), (Offsets{{"score", 19}}));
    EXPECT_EQ(offsets(caffe("fcn16s"), size), (Offsets{{"score_pool4", 5}, {"score", 27}}));
    const Offsets of_8s = {{"score_pool4", 5}, {"score_pool3", 9}, {"score", 31}};
    EXPECT_EQ(offsets(caffe("fcn8s"), size), of_8s);
    EXPECT_EQ(offsets(caffe("fcn8s-atonce"), size), of_8s);
    EXPECT_EQ(offsets(caffe("progressive"), size), (Offsets{{"score_pool4", 5},
                                                            {"score_pool3", 9},
                                                            {"score_pool2", 17},
                                                            {"score_pool1", 33},
                                                            {"score", 34}}));
    EXPECT_EQ(offsets(caffe("fcn-alexnet"), size), (Offsets{{"score", 18}}));
  }
}

TEST(SameFamily, OffsetsAreZeroEverywhere) {
  for (const char* name : {"toy-32s", "toy-16s", "toy-8s", "toy-progressive", "simple-fcn"}) {
    for (const auto& [map, offset] : offsets({.name = name, .classes = 3}, 64)) {
      EXPECT_EQ(offset, 0) << name << ": " << map;
    }
  }
  EXPECT_EQ(offsets({.name = "fcn8s", .classes = 3, .width = 1, .fc_width = 2}, 64),
            (Offsets{{"score_pool4", 0}, {"score_pool3", 0}, {"score", 0}}));
}

TEST(CaffeFamily, ReceptiveFields) {
  const Summary vgg = summarise(*make_net(caffe("fcn8s")), {1, 3, 64, 64});
  EXPECT_EQ(summary_row(vgg, "score_fr").receptive_field, 404);
  EXPECT_EQ(summary_row(vgg, "score_pool4").receptive_field, 100);
  EXPECT_EQ(summary_row(vgg, "score_pool3").receptive_field, 44);
  const Summary alexnet = summarise(*make_net(caffe("fcn-alexnet")), {1, 3, 64, 64});
  EXPECT_EQ(summary_row(alexnet, "score_fr").receptive_field, 355);
}

// In the published nets every upsampling stays bilinear.
TEST(CaffeFamily, AllUpsamplingsAreFixed) {
  for (const std::string& name : kNets) {
    for (const NamedParameter& p : named_parameters(*make_net(caffe(name)))) {
      EXPECT_EQ(p.tensor.requires_grad(), !p.name.starts_with("upscore")) << name << " " << p.name;
    }
  }
}

// The size algebra, written out once more: k x k windows at a stride.
std::int64_t window(std::int64_t in, std::int64_t k, std::int64_t stride, std::int64_t pad,
                    bool ceil) {
  return (in + 2 * pad - k + (ceil ? stride - 1 : 0)) / stride + 1;
}
std::int64_t up(std::int64_t in, std::int64_t k, std::int64_t stride) {
  return (in - 1) * stride + k;
}

struct Walk {
  std::int64_t pool1, pool2, pool3, pool4, score_fr;
};

Walk vgg_walk(std::int64_t size, std::int64_t padding, bool ceil) {
  Walk walk{};
  std::int64_t h = window(size, 3, 1, padding, false);
  for (int pool = 1; pool <= 5; ++pool) {
    h = window(h, 2, 2, 0, ceil);
    if (pool == 1) walk.pool1 = h;
    if (pool == 2) walk.pool2 = h;
    if (pool == 3) walk.pool3 = h;
    if (pool == 4) walk.pool4 = h;
  }
  walk.score_fr = h - 6;
  return walk;
}

std::int64_t alexnet_walk(std::int64_t size) {
  std::int64_t h = window(size, 11, 4, 100, false);
  for (int pool = 0; pool < 3; ++pool) h = window(h, 3, 2, 0, true);
  return h - 5;
}

TEST(CaffeFamily, EverySizeFrom1To1000IsCovered) {
  for (std::int64_t size = 1; size <= 1000; ++size) {
    const Walk h = vgg_walk(size, 100, true);
    ASSERT_GE(h.score_fr, 1) << size;
    EXPECT_GE(up(h.score_fr, 64, 32), 19 + size) << size;
    const std::int64_t upscore2 = up(h.score_fr, 4, 2), upscore_pool4 = up(upscore2, 4, 2);
    EXPECT_GE(h.pool4, 5 + upscore2) << size;
    EXPECT_GE(up(upscore2, 32, 16), 27 + size) << size;
    EXPECT_GE(h.pool3, 9 + upscore_pool4) << size;
    EXPECT_GE(up(upscore_pool4, 16, 8), 31 + size) << size;
    const std::int64_t upscore_pool3 = up(upscore_pool4, 4, 2);
    const std::int64_t upscore_pool2 = up(upscore_pool3, 4, 2);
    EXPECT_GE(h.pool2, 17 + upscore_pool3) << size;
    EXPECT_GE(h.pool1, 33 + upscore_pool2) << size;
    EXPECT_GE(up(upscore_pool2, 4, 2), 34 + size) << size;
    ASSERT_GE(alexnet_walk(size), 1) << size;
    EXPECT_GE(up(alexnet_walk(size), 63, 32), 18 + size) << size;
  }
}

// Why 100, and why pools round up.
TEST(CaffeFamily, PaddingAndRoundingAreNeeded) {
  EXPECT_GE(vgg_walk(1, 97, true).score_fr, 1);
  EXPECT_LT(vgg_walk(1, 96, true).score_fr, 1);
  int too_small = 0;
  for (std::int64_t size = 1; size < 1200; ++size) {
    too_small += up(vgg_walk(size, 100, false).score_fr, 64, 32) < 19 + size ? 1 : 0;
  }
  EXPECT_EQ(too_small, 446);
}

TEST(CaffeFamily, TheAlgebraIsThatOfTheNets) {
  for (const std::int64_t size : {1, 31, 32, 33, 101, 997}) {
    const auto found = heights(caffe("fcn8s"), size);
    const Walk expected = vgg_walk(size, 100, true);
    EXPECT_EQ(found.at("pool3"), expected.pool3) << size;
    EXPECT_EQ(found.at("pool4"), expected.pool4) << size;
    EXPECT_EQ(found.at("score_fr"), expected.score_fr) << size;
    EXPECT_EQ(heights(caffe("fcn-alexnet"), size).at("score_fr"), alexnet_walk(size)) << size;
  }
}

TEST(CaffeFamily, ScoresHaveTheSizeOfTheImage) {
  const NoGrad no_grad;
  const std::int64_t sizes[][2] = {{1, 1},   {2, 3},    {31, 31},   {32, 32},  {33, 33},
                                   {64, 96}, {97, 101}, {211, 137}, {1, 1000}, {997, 1}};
  for (const std::string& name : kNets) {
    const auto net = make_net(caffe(name));
    EXPECT_EQ(net->stride(), 1);
    for (const auto& [h, w] : sizes) {
      EXPECT_EQ(segment(*net, Tensor(Array({1, 3, h, w}))).shape(), (Shape{1, 3, h, w})) << name;
    }
  }
}

// All tensors have one shape in both families.
TEST(Families, TakeEachOthersWeights) {
  for (const char* name : {"fcn32s", "fcn16s", "fcn8s", "progressive"}) {
    const auto a = make_net({.name = name, .classes = 3, .width = 2, .fc_width = 4});
    const auto b = make_net(caffe(name, 2, 4));
    EXPECT_NO_THROW(load_state(*b, state(*a))) << name;
  }
}

// Multiply-adds are polynomials of degree 2 in the width and in fc_width (as in counts_test.cpp):
// three small nets of each tell those of the full size.
template <class Count>
double at_full_size(Count count_at) {
  const auto extrapolate = [](const std::array<double, 3>& p, double x) {
    return p[0] + (x - 1) * (p[1] - p[0]) + (x - 1) * (x - 2) / 2 * (p[2] - 2 * p[1] + p[0]);
  };
  std::array<double, 3> by_width{};
  for (std::size_t width = 0; width < 3; ++width) {
    std::array<double, 3> by_fc_width{};
    for (std::size_t fc = 0; fc < 3; ++fc) by_fc_width[fc] = count_at(width + 1, fc + 1);
    by_width[width] = extrapolate(by_fc_width, 4096);
  }
  return extrapolate(by_width, 64);
}

// Multiply-adds at 500x500 of the transposed convolutions, or of all other operations.
double work(const std::string& name, Family family, bool upsampling) {
  return at_full_size([&](std::size_t width, std::size_t fc_width) {
    ModelConfig config =
        caffe(name, static_cast<std::int64_t>(width), static_cast<std::int64_t>(fc_width));
    config.classes = 21;
    config.family = family;
    double sum = 0;
    for (const SummaryRow& row : summarise(*make_net(config), {1, 3, 500, 500}).rows) {
      if ((row.op == "conv_transpose2d") == upsampling)
        sum += static_cast<double>(row.multiply_adds);
    }
    return sum;
  });
}

TEST(MultiplyAdds, BothFamiliesAt500) {
  const double published = work("fcn32s", Family::caffe, false);
  const double same = work("fcn32s", Family::same, false);  // padded to 512x512
  EXPECT_NEAR(published, 180.9e9, 0.05e9);
  EXPECT_NEAR(same, 110.8e9, 0.05e9);
  EXPECT_NEAR(published / same, 1.63, 0.005);

  // On the bare image, with padding 1 and pools that round up: maps of 500, 250, 125, 63 and 32
  // cells, and 16 for fc6.
  const std::int64_t maps[] = {500, 250, 125, 63, 32}, widths[] = {64, 128, 256, 512, 512};
  const int convs[] = {2, 2, 3, 3, 3};
  std::int64_t bare = 0, channels = 3;
  for (int stage = 0; stage < 5; ++stage) {
    for (int i = 0; i < convs[stage]; ++i) {
      bare += maps[stage] * maps[stage] * 9 * channels * widths[stage];
      channels = widths[stage];
    }
  }
  bare += 16 * 16 * (512LL * 49 * 4096 + 4096 * 4096 + 4096 * 21);
  EXPECT_NEAR(static_cast<double>(bare), 107.8e9, 0.05e9);
  EXPECT_NEAR(published / static_cast<double>(bare), 1.68, 0.005);
}

TEST(MultiplyAdds, UpsamplingIsATrifle) {
  const double body = work("fcn32s", Family::caffe, false);
  const double upscore = work("fcn32s", Family::caffe, true);
  EXPECT_NEAR(upscore, 0.46e9, 0.005e9);
  EXPECT_NEAR(upscore / (upscore + body), 0.0026, 0.0001);
  const double body8 = work("fcn8s", Family::caffe, false);
  const double three = work("fcn8s", Family::caffe, true);
  EXPECT_NEAR(three / (three + body8), 0.0031, 0.00005);
}

}  // namespace
}  // namespace pixelwise
