// A transposed convolution with kernel 2s, stride s, padding s/2 and the bilinear kernel is
// bilinear interpolation.
#include <gtest/gtest.h>

#include "autograd/ops/crop.h"
#include "autograd/ops/upsample.h"
#include "layers/conv.h"
#include "tests/layers/support.h"

namespace pixelwise {
namespace {

TEST(Upsampling, Configuration) {
  const ConvTranspose2dConfig c = upsampling(5, 16);
  EXPECT_EQ(c.in, 5);
  EXPECT_EQ(c.out, 5);
  EXPECT_EQ(c.kernel, Size2(32));
  EXPECT_EQ(c.stride, Size2(16));
  EXPECT_EQ(c.padding, Size2(8));
  EXPECT_EQ(c.output_padding, Size2(0));
  EXPECT_FALSE(c.bias);
}

TEST(Upsampling, MultipliesTheSizeExactly) {
  for (const std::int64_t factor : {2, 4, 6, 8, 16, 32}) {
    ConvTranspose2d up(upsampling(1, factor));
    EXPECT_EQ(up(Tensor(Array({1, 1, 3, 4}))).shape(), (Shape{1, 1, 3 * factor, 4 * factor}));
  }
}

// At the border a transposed convolution misses the neighbours that lie outside.
TEST(Upsampling, AConstantStaysConstantInside) {
  ConvTranspose2d up(upsampling(2, 2));
  const Array y = up(Tensor(Array({1, 2, 3, 3}, 1))).value();  // 6 x 6
  for (std::int64_t c = 0; c < 2; ++c) {
    for (std::int64_t i = 1; i < 5; ++i) {
      for (std::int64_t j = 1; j < 5; ++j) EXPECT_EQ(y(0, c, i, j), 1);
      EXPECT_EQ(y(0, c, 0, i), 0.75F);
      EXPECT_EQ(y(0, c, i, 5), 0.75F);
    }
    EXPECT_EQ(y(0, c, 0, 0), 0.5625F);
    EXPECT_EQ(y(0, c, 5, 5), 0.5625F);
  }
}

// Small whole numbers and power-of-two factors: every product and sum is exact in float.
TEST(Upsampling, EqualsBilinearInterpolationExactlyInside) {
  Array x({2, 3, 4, 5});
  Rng rng(9);
  for (std::int64_t i = 0; i < x.size(); ++i) x(i) = static_cast<Real>(rng.below(16));
  for (const std::int64_t factor : {2, 4, 8, 32}) {
    ConvTranspose2d up(upsampling(3, factor));
    const std::int64_t oh = 4 * factor, ow = 5 * factor, border = factor / 2;
    const auto inside = [&](const Tensor& y) {
      return crop(y, border, border, oh - 2 * border, ow - 2 * border).value();
    };
    const Tensor learned = up(Tensor(x)), fixed = upsample_bilinear(Tensor(x), {oh, ow});
    EXPECT_EQ(max_difference(inside(learned), inside(fixed)), 0) << "factor " << factor;
    EXPECT_GT(max_difference(learned.value(), fixed.value()), 0.1) << "the borders differ";
  }
}

TEST(Upsampling, EqualsBilinearInterpolationForOtherFactorsToRounding) {
  const Tensor x(random_array({2, 3, 4, 5}, 1));
  for (const std::int64_t factor : {6, 10}) {
    ConvTranspose2d up(upsampling(3, factor));
    const std::int64_t oh = 4 * factor, ow = 5 * factor, border = factor / 2;
    const Tensor a = crop(up(x), border, border, oh - factor, ow - factor);
    const Tensor b = crop(upsample_bilinear(x, {oh, ow}), border, border, oh - factor, ow - factor);
    EXPECT_LT(max_difference(a.value(), b.value()), 1e-6) << "factor " << factor;
  }
}

}  // namespace
}  // namespace pixelwise
