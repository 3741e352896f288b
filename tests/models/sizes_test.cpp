// Whatever the size of the image, the scores have it too.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "models/segment.h"
#include "models/simple_fcn.h"
#include "tests/models/nets.h"

namespace pixelwise {
namespace {

const std::vector<ModelConfig>& any_size_nets() {
  static const std::vector<ModelConfig> configs = {
      {.name = "toy-32s", .classes = 3},
      {.name = "toy-16s", .classes = 3},
      {.name = "toy-8s", .classes = 3},
      {.name = "toy-progressive", .classes = 3},
      {.name = "fcn32s", .classes = 3, .width = 2, .fc_width = 4},
      {.name = "fcn16s", .classes = 3, .width = 2, .fc_width = 4},
      {.name = "fcn8s", .classes = 3, .width = 2, .fc_width = 4},
      {.name = "fcn8s-atonce", .classes = 3, .width = 2, .fc_width = 4},
      {.name = "simple-fcn", .classes = 3, .width = 4},
      {.name = "unet", .classes = 3, .width = 2},
      {.name = "unet-resize", .classes = 3, .width = 2},
      {.name = "fpn", .classes = 3, .width = 2},
  };
  return configs;
}

TEST(Sizes, SimpleFcnAtItsUsualSize) {
  const NoGrad no_grad;
  Rng rng(1);
  SimpleFcn net(21, rng, 4);  // sizes do not depend on the width
  EXPECT_EQ(net(Tensor(Array({1, 3, 224, 224}))).shape(), (Shape{1, 21, 224, 224}));
}

TEST(Sizes, MultiplesOfTheStrideNeedNoPadding) {
  const NoGrad no_grad;
  for (const ModelConfig& config : any_size_nets()) {
    const auto net = make_net(config);
    EXPECT_EQ((*net)(Tensor(Array({2, 3, 32, 96}))).shape(), (Shape{2, 3, 32, 96})) << config.name;
  }
}

TEST(Segment, GivesTheSizeOfTheImage) {
  const NoGrad no_grad;
  const std::int64_t sizes[][2] = {{1, 1},   {2, 3},    {31, 31},   {32, 32},
                                   {33, 33}, {97, 101}, {211, 137}, {1, 1000}};
  for (const ModelConfig& config : any_size_nets()) {
    const auto net = make_net(config);
    for (const auto& [h, w] : sizes) {
      EXPECT_EQ(segment(*net, Tensor(Array({1, 3, h, w}))).shape(), (Shape{1, 3, h, w}))
          << config.name;
    }
  }
}

TEST(Segment, PadsRunsAndCrops) {
  const NoGrad no_grad;
  const Tensor image(random_array({1, 3, 33, 59}, 2));
  for (const ModelConfig& config : any_size_nets()) {
    const auto net = make_net(config);
    net->eval();
    randomise_scores(*net, 3);
    // 33 -> 64: 31 rows more, 15 above; 59 -> 64: 5 columns more, 2 left. With stride 8: 40, 64.
    // With stride 16: 48, 64.
    const std::int64_t stride = net->stride();
    const Border border = stride == 8    ? Border{3, 4, 2, 3}
                          : stride == 16 ? Border{7, 8, 2, 3}
                                         : Border{15, 16, 2, 3};
    const Tensor whole = (*net)(pad(image, border));
    const Array expected = crop(whole, border.top, border.left, 33, 59).value();
    const Array y = segment(*net, image).value();
    EXPECT_TRUE(same_bits(y, expected)) << config.name;
    EXPECT_GT(max_difference(y, crop(whole, 0, 0, 33, 59).value()), 1e-3) << config.name;
  }
}

TEST(Segment, IsTheNetItselfOnFittingImages) {
  const NoGrad no_grad;
  const auto net = make_net({.name = "toy-8s", .classes = 3});
  randomise_scores(*net, 3);
  const Tensor image(random_array({1, 3, 64, 32}, 2));
  EXPECT_TRUE(same_bits(segment(*net, image).value(), (*net)(image).value()));
}

TEST(Segment, GradientsPassThrough) {
  const auto net = make_net({.name = "toy-8s", .classes = 3});
  randomise_scores(*net, 3);
  const Tensor scores = segment(*net, Tensor(random_array({1, 3, 20, 40}, 2)));
  cross_entropy(scores, blocky_labels(1, 20, 40, 3)).backward();
  for (const Tensor& p : trainable_parameters(*net)) EXPECT_TRUE(p.has_grad());
}

// A net that does not keep what stride() promises.
struct Shrinking : Network {
  Tensor forward(const Tensor& x) override { return max_pool2d(x); }
  void visit(const Visitor&) override {}
  std::int64_t stride() const override { return 4; }
};

TEST(Segment, Errors) {
  Shrinking net;
  EXPECT_EQ(message_of([&] {
              segment(net, Tensor(Array({3, 5, 5})));
            }),
            "segment: input [3, 5, 5] is not [N, C, H, W] with at least one pixel");
  EXPECT_EQ(message_of([&] {
              segment(net, Tensor(Array({1, 3, 5, 6})));
            }),
            "segment: an input of 8x8 (a multiple of the network's stride 4) gave scores [1, 3, 4, "
            "4]");
}

// In the same family every size is padded to the next multiple of the stride, of which the border
// in front is the smaller half: 1000 sizes at no cost.
TEST(Segment, EverySizeFrom1To1000) {
  struct Echo : Network {  // keeps stride()'s promise, and shows what it was given
    Tensor forward(const Tensor& x) override {
      EXPECT_EQ(x.shape()[3] % 32, 0);
      return x;
    }
    void visit(const Visitor&) override {}
    std::int64_t stride() const override { return 32; }
  } net;
  for (std::int64_t size = 1; size <= 1000; ++size) {
    const Tensor image(Array({1, 1, 1, size}, 1));
    const Array y = segment(net, image).value();
    ASSERT_TRUE(same_bits(y, image.value())) << size;
  }
}

// What the plain network says of an image whose maps would not meet.
TEST(Fcn, SameFamilySaysWhichImagesFit) {
  const NoGrad no_grad;
  const auto net = make_net({.name = "toy-8s", .classes = 3});
  EXPECT_EQ(
      message_of([&] {
        (*net)(Tensor(Array({1, 3, 40, 40})));
      }),
      "FCN: the image [1, 3, 40, 40] is not [N, C, H, W] with H and W multiples of 32, as the "
      "same family needs; segment() pads and crops images of any size");
}

}  // namespace
}  // namespace pixelwise
