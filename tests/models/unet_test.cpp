// U-Net: the paper's sizes and crops, the number of parameters, which images fit.
#include "models/unet.h"

#include <gtest/gtest.h>

#include "base/check.h"
#include "layers/init.h"
#include "models/align.h"
#include "models/segment.h"
#include "models/summary.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

std::int64_t parameters(const UNetConfig& config, std::int64_t classes) {
  Rng rng(1);
  const UninitializedWeights unneeded;
  UNet net(config, classes, rng);
  return count_parameters(net).all;
}

// For an image of one channel, and a score of 64 -> 1: zhixuhao/unet has 3x3 64 -> 2 and 1x1 2 -> 1
// there instead, and says 31,031,685.
TEST(UNet, Parameters) {
  EXPECT_EQ(parameters({.channels = 1}, 1), 31'031'685 - (64 * 2 * 9 + 2) - (2 + 1) + (64 + 1));
  EXPECT_EQ(parameters({.channels = 1}, 2), 31'030'658);
  EXPECT_EQ(parameters({.valid = true}, 2), 31'030'658 + 2 * 64 * 9);
  // The decoder's 2x2 kernels become 3x3.
  const std::int64_t products = 1024 * 512 + 512 * 256 + 256 * 128 + 128 * 64;
  EXPECT_EQ(parameters({.resize = true}, 2), 31'030'658 + 2 * 64 * 9 + products * (9 - 4));
}

TEST(UNet, ThePapersTile) {
  const NoGrad no_grad;
  Rng rng(1);
  UNet net({.width = 1, .valid = true}, 2, rng);  // sizes do not depend on the width
  EXPECT_EQ(net.tile(Tensor(Array({1, 3, 572, 572}))).shape(), (Shape{1, 2, 388, 388}));
  EXPECT_EQ(net.tile(Tensor(Array({1, 3, 188, 204}))).shape(), (Shape{1, 2, 4, 20}));
  const Summary s = summarise(net, {1, 3, 388, 388});  // padded to 572x572
  EXPECT_EQ(summary_row(s, "down1.conv2").shape, (Shape{1, 1, 568, 568}));
  EXPECT_EQ(summary_row(s, "down4.conv2").shape, (Shape{1, 8, 64, 64}));
  EXPECT_EQ(summary_row(s, "bottom.conv2").shape, (Shape{1, 16, 28, 28}));
  EXPECT_EQ(summary_row(s, "joined4.conv1").shape, (Shape{1, 8, 54, 54}));
  EXPECT_EQ(summary_row(s, "joined1.conv2").shape, (Shape{1, 1, 388, 388}));
}

// Half of what a map has more than the one it joins: (64 - 56) / 2, (136 - 104) / 2, ...
TEST(UNet, OffsetsOfTheCrops) {
  using Offsets = std::vector<std::pair<std::string, std::int64_t>>;
  Offsets wanted{{"down4.conv2", 4}, {"down3.conv2", 16}, {"down2.conv2", 40}, {"down1.conv2", 88}};
  const auto offsets = [](std::int64_t size) {
    return align(*make_net({.name = "unet-valid", .classes = 2, .width = 1}), {1, 3, size, size})
        .offsets;
  };
  wanted.emplace_back("score", 0);
  EXPECT_EQ(offsets(388), wanted);
  wanted.back().second = 7;  // 388 - 373 = 15 rows more
  EXPECT_EQ(offsets(373), wanted);
}

TEST(UNet, TheValidFormTakesAnySize) {
  const NoGrad no_grad;
  const auto net = make_net({.name = "unet-valid", .classes = 3, .width = 1});
  EXPECT_EQ(net->stride(), 1);
  const std::int64_t sizes[][2] = {{1, 1}, {4, 5}, {20, 21}, {97, 64}};
  for (const auto& [h, w] : sizes) {
    EXPECT_EQ(segment(*net, Tensor(Array({1, 3, h, w}))).shape(), (Shape{1, 3, h, w}));
  }
}

// A score of the form `valid` depends on true pixels only. So where the padded form sees no padding
// either, the two agree, with the same weights.
TEST(UNet, BothFormsAgreeFarFromTheBorder) {
  const NoGrad no_grad;
  Rng rng(1);
  UNet valid({.width = 2, .valid = true}, 2, rng), padded({.width = 2}, 2, rng);
  randomise_scores(valid, 3, 0.2);
  load_state(padded, state(valid));
  const Tensor image(random_array({1, 3, 220, 236}, 2));  // 16 n + 12
  const Array inner = valid.tile(image).value();          // [1, 2, 36, 52]
  // segment() adds 2 pixels on each side: then the poolings of both meet the same pixels.
  const Tensor all = segment(padded, image);
  EXPECT_LT(max_difference(inner, crop(all, 92, 92, 36, 52).value()), 1e-5 * max_magnitude(inner));
  EXPECT_GT(max_difference(inner, crop(all, 91, 92, 36, 52).value()), 0.01);
}

// Every skip carries something, and the maps from below too.
TEST(UNet, EverySkipContributes) {
  const NoGrad no_grad;
  const Tensor image(random_array({1, 3, 48, 32}, 2));
  const auto net = make_net({.name = "unet", .classes = 3, .width = 4});
  const auto weights = state(*net);
  const Array full = (*net)(image).value();
  for (const char* name : {"joined1", "joined2", "joined3", "joined4"}) {
    auto changed = weights;
    const std::string weight = text(name, ".conv1.weight");  // [C, 2 C, 3, 3]: skip, then below
    const Shape shape = weights.at(weight).shape();
    for (const std::int64_t first : {std::int64_t{0}, shape[1] / 2}) {
      Array cut = weights.at(weight);
      for (std::int64_t i = 0; i < cut.size(); ++i) {
        const std::int64_t channel = i / 9 % shape[1];
        if (channel >= first && channel < first + shape[1] / 2) cut(i) = 0;
      }
      changed[weight] = cut;
      load_state(*net, changed);
      EXPECT_GT(max_difference((*net)(image).value(), full), 1e-3) << name << " from " << first;
    }
  }
}

TEST(UNet, DropoutActsAtTheEndOfTheEncoder) {
  const NoGrad no_grad;
  const auto net = make_net({.name = "unet", .classes = 3, .width = 4, .dropout = 0.5});
  const Tensor image(random_array({1, 3, 32, 32}, 2));
  EXPECT_FALSE(same_bits((*net)(image).value(), (*net)(image).value()));
  net->eval();
  EXPECT_TRUE(same_bits((*net)(image).value(), (*net)(image).value()));
}

TEST(UNet, Errors) {
  Rng rng(1);
  UNet padded({.width = 1}, 2, rng), valid({.width = 1, .valid = true}, 2, rng);
  EXPECT_EQ(message_of([&] {
              padded(Tensor(Array({1, 3, 40, 48})));
            }),
            "UNet: the image [1, 3, 40, 48] is not [N, C, H, W] with H and W multiples of 16, so "
            "four poolings by 2 would lose rows; segment() pads and crops images of any size");
  EXPECT_EQ(message_of([&] {
              valid.tile(Tensor(Array({1, 3, 572, 570})));
            }),
            "UNet: the tile [1, 3, 572, 570] is not [N, C, H, W] with H and W of the form 16 n + "
            "12, at least 188 (572 is one); another size is odd before a pooling, and half a cell "
            "is lost; the network itself pads images of any size");
  EXPECT_TRUE(contains(message_of([&] {
                         valid.tile(Tensor(Array({1, 3, 172, 572})));
                       }),
                       "at least 188"));
  EXPECT_EQ(message_of([&] {
              padded.tile(Tensor(Array({1, 3, 572, 572})));
            }),
            "UNet: a tile is for the form without padding; call the network itself");
  EXPECT_EQ(message_of([] { make_net({.name = "unet", .width = 1, .fc_width = 2}); }),
            "unet: has no fully connected layers");
  EXPECT_EQ(message_of([] { make_net({.name = "unet", .width = 1, .family = Family::caffe}); }),
            "unet: the caffe family is one of FCNs on VGG and AlexNet; unet-valid crops its skips");
}

}  // namespace
}  // namespace pixelwise
