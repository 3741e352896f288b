#include "autograd/ops/upsample.h"

#include "autograd/ops/reduce.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

TEST(UpsampleNearest, ByHand) {
  const Tensor x = Tensor::parameter(Array({1, 1, 1, 2}, {1, 2}));
  const Tensor y = upsample_nearest(x, {2, 3});
  expect_near(y.value(), Array({1, 1, 2, 6}, {1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2}), 0);
  y.backward(counting({1, 1, 2, 6}));
  expect_near(x.grad(), Array({1, 1, 1, 2}, {0 + 1 + 2 + 6 + 7 + 8, 3 + 4 + 5 + 9 + 10 + 11}), 0);
}

// Twice as many columns: outputs lie at -1/4 (clamped to 0), 1/4, 3/4, 5/4 (clamped to 1).
TEST(UpsampleBilinear, ByHand) {
  const Tensor x = Tensor::parameter(Array({1, 1, 1, 2}, {0, 8}));
  const Tensor y = upsample_bilinear(x, {1, 4});
  expect_near(y.value(), Array({1, 1, 1, 4}, {0, 2, 6, 8}), 0);
  y.backward(Array({1, 1, 1, 4}, {1, 10, 100, 1000}));
  expect_near(x.grad(), Array({1, 1, 1, 2}, {1 + 7.5 + 25, 2.5 + 75 + 1000}), 1e-4);
}

// With aligned corners outputs lie at 0, 1/3, 2/3, 1.
TEST(UpsampleBilinear, AlignedCornersByHand) {
  const Tensor x = Tensor::parameter(Array({1, 1, 2, 1}, {0, 9}));
  const Tensor y = upsample_bilinear(x, {4, 1}, true);
  expect_near(y.value(), Array({1, 1, 4, 1}, {0, 3, 6, 9}));
  y.backward(Array({1, 1, 4, 1}, {3, 3, 3, 3}));
  expect_near(x.grad(), Array({1, 1, 2, 1}, {6, 6}));
}

TEST(UpsampleBilinear, RowsAndColumnsTogether) {
  const Tensor x(Array({1, 1, 2, 2}, {0, 4, 8, 12}));
  const Tensor y = upsample_bilinear(x, 3, true);
  expect_near(y.value(), Array({1, 1, 3, 3}, {0, 2, 4, 4, 6, 8, 8, 10, 12}));
}

TEST(UpsampleBilinear, SameSizeIsTheSame) {
  const Tensor x(counting({2, 3, 4, 5}));
  for (const bool align : {false, true}) {
    expect_near(upsample_bilinear(x, {4, 5}, align).value(), x.value(), 0);
  }
}

TEST(UpsampleBilinear, ConstantsStayConstantAndNoGradientIsLost) {
  for (const bool align : {false, true}) {
    for (const std::int64_t size : {1, 2, 3, 7, 16}) {
      const Tensor x = Tensor::parameter(Array({2, 3, 5, 4}, 3));
      const Tensor y = upsample_bilinear(x, {size, size + 1}, align);
      expect_near(y.value(), Array({2, 3, size, size + 1}, 3), 1e-6);
      sum(y).backward();
      EXPECT_NEAR(sum(Tensor(x.grad())).item(), static_cast<double>(y.value().size()), 1e-3);
    }
  }
}

// A slope stays a slope away from the clamped ends, and channels do not mix.
TEST(UpsampleBilinear, IsExactForSlopes) {
  Array x(Shape{1, 2, 4, 4});
  for (std::int64_t h = 0; h < 4; ++h) {
    for (std::int64_t w = 0; w < 4; ++w) {
      x(0, 0, h, w) = static_cast<Real>(h);
      x(0, 1, h, w) = static_cast<Real>(10 * w);
    }
  }
  const Array y = upsample_bilinear(Tensor(x), 12).value();
  for (std::int64_t i = 2; i < 10; ++i) {
    const double at = (static_cast<double>(i) + 0.5) / 3 - 0.5;
    EXPECT_NEAR(y(0, 0, i, 5), at, 1e-5);
    EXPECT_NEAR(y(0, 1, 5, i), 10 * at, 1e-5);
  }
}

TEST(Upsample, OnePixelMapsAndEmptyBatches) {
  const Tensor x(Array({1, 2, 1, 1}, {3, 4}));
  for (const bool align : {false, true}) {
    const Array y = upsample_bilinear(x, {3, 2}, align).value();
    for (std::int64_t i = 0; i < 6; ++i) {
      EXPECT_EQ(y(0, 0, i / 2, i % 2), 3);
      EXPECT_EQ(y(0, 1, i / 2, i % 2), 4);
    }
  }
  const Tensor none = Tensor::parameter(Array(Shape{0, 2, 3, 3}));
  const Tensor y = upsample_bilinear(upsample_nearest(none, 2), 5);
  EXPECT_EQ(y.shape(), (Shape{0, 2, 5, 5}));
  y.backward(y.value());
  EXPECT_EQ(none.grad().shape(), none.shape());
}

TEST(UpsampleErrors, Messages) {
  const Tensor x(Array({1, 2, 3, 3})), none(Array(Shape{1, 2, 0, 3})), flat(Array(Shape{3, 3}));
  expect_error<std::invalid_argument>("upsample_nearest: 0 must be at least 1",
                                      [&] { upsample_nearest(x, 0); });
  expect_error<std::invalid_argument>("upsample_bilinear: 4x0 must be at least 1", [&] {
    upsample_bilinear(x, {4, 0});
  });
  expect_error<std::invalid_argument>(
      "upsample_nearest: input [3, 3] is not [N, C, H, W] with at least one pixel",
      [&] { upsample_nearest(flat, 2); });
  expect_error<std::invalid_argument>("upsample_bilinear: input [1, 2, 0, 3] is not",
                                      [&] { upsample_bilinear(none, 2); });
}

}  // namespace
}  // namespace pixelwise
