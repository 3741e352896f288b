// The convolutional layers hand every option to their operation.
#include "layers/conv.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/layers/support.h"

namespace pixelwise {
namespace {

// Kernel, stride, padding and dilation differ between rows and columns, so a swap shows.
Conv2dConfig all_options() {
  return {.in = 4,
          .out = 6,
          .kernel = {3, 2},
          .stride = {2, 3},
          .padding = {1, 2},
          .dilation = {2, 1},
          .groups = 2};
}

TEST(Conv2dLayer, IsConv2dWithItsOptions) {
  Rng rng(3);
  Conv2d layer(all_options(), rng);
  layer.bias.mutable_value() = random_array({6}, 4);
  const Tensor x(random_array({2, 4, 9, 11}, 5));
  const Conv2dOptions options{.stride = {2, 3}, .padding = {1, 2}, .dilation = {2, 1}, .groups = 2};
  const Array y = layer(x).value();
  EXPECT_EQ(y.shape(), (Shape{2, 6, 4, 5}));
  EXPECT_TRUE(same_bits(y, conv2d(x, layer.weight, layer.bias, options).value()));
}

TEST(Conv2dLayer, EveryOptionMatters) {
  const Tensor x(random_array({2, 4, 9, 11}, 5));
  const auto run = [&](const Conv2dConfig& config) {
    Rng rng(3);
    Conv2d layer(config, rng);
    if (config.bias) layer.bias.mutable_value() = random_array({6}, 4);
    return layer(x).value();
  };
  const Array y = run(all_options());
  std::vector<Conv2dConfig> changed(6, all_options());
  changed[0].stride = 1;
  changed[1].padding = 0;
  changed[2].dilation = 1;
  changed[3].groups = 1;
  changed[4].bias = false;
  changed[5].kernel = {2, 2};
  for (std::size_t i = 0; i < changed.size(); ++i) {
    EXPECT_GT(max_difference(run(changed[i]), y), 0.01) << "change " << i;
  }
}

TEST(ConvTranspose2dLayer, IsConvTranspose2dWithItsOptions) {
  Rng rng(3);
  ConvTranspose2d layer({.in = 3,
                         .out = 2,
                         .kernel = {4, 3},
                         .stride = {3, 2},
                         .padding = {1, 0},
                         .output_padding = {2, 1},
                         .bias = true},
                        rng);
  layer.bias.mutable_value() = random_array({2}, 4);
  EXPECT_EQ(layer.weight.shape(), (Shape{3, 2, 4, 3}));
  const Tensor x(random_array({2, 3, 4, 5}, 5));
  const ConvTranspose2dOptions options{
      .stride = {3, 2}, .padding = {1, 0}, .output_padding = {2, 1}};
  const Array y = layer(x).value();
  EXPECT_EQ(y.shape(), (Shape{2, 2, 13, 12}));
  EXPECT_TRUE(same_bits(y, conv_transpose2d(x, layer.weight, layer.bias, options).value()));
}

TEST(ConvTranspose2dLayer, HasNoBiasUnlessAsked) {
  Rng rng(3);
  EXPECT_FALSE(ConvTranspose2d({.in = 2, .out = 3, .kernel = 2}, rng).bias.is_defined());
  EXPECT_TRUE(
      ConvTranspose2d({.in = 2, .out = 3, .kernel = 2, .bias = true}, rng).bias.is_defined());
}

TEST(ConvLayers, Errors) {
  Rng rng(3);
  EXPECT_EQ(message_of([&] { Conv2d({.in = 4, .out = 6, .kernel = 3, .groups = 3}, rng); }),
            "Conv2d: 4 channels in, 6 out, 3 groups");
  EXPECT_EQ(message_of([&] { Conv2d({.in = 4, .out = 6, .kernel = 3, .groups = 0}, rng); }),
            "Conv2d: 4 channels in, 6 out, 0 groups");
  EXPECT_EQ(message_of([] { Conv2d({.in = 0, .out = 6, .kernel = 3}); }),
            "Conv2d: 0 channels in, 6 out, 1 groups");
  EXPECT_EQ(
      message_of([&] { ConvTranspose2d({.in = 4, .out = 4, .kernel = 3, .stride = 0}, rng); }),
      "ConvTranspose2d: 4 channels in, 4 out, stride 0");
  EXPECT_EQ(message_of([] {
              ConvTranspose2d({.in = 4, .out = 6, .kernel = {4, 2}});
            }),
            "ConvTranspose2d: bilinear interpolation needs as many channels out as in and a square "
            "kernel, not 4 to 6 with kernel 4x2; pass an Rng for random weights");
  EXPECT_EQ(message_of([] { upsampling(3, 3); }), "upsampling: factor 3 is not even");
}

}  // namespace
}  // namespace pixelwise
