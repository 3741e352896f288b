#include "autograd/ops/softmax.h"

#include <cmath>
#include <limits>

#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

// Scores ln 1, ln 2, ln 5 give 1/8, 2/8, 5/8. With dy = (8, 0, 0): dy . y = 1, so
// dx = y (dy - 1) = 7/8, -2/8, -5/8.
TEST(Softmax, ByHand) {
  const Tensor x = Tensor::parameter(Array({1, 3}, {0, std::log(Real{2}), std::log(Real{5})}));
  const Tensor y = softmax(x);
  expect_near(y.value(), Array({1, 3}, {0.125, 0.25, 0.625}));
  y.backward(Array({1, 3}, {8, 0, 0}));
  expect_near(x.grad(), Array({1, 3}, {0.875, -0.25, -0.625}));
}

// dx = dy - y sum(dy), with sum(dy) = 8.
TEST(LogSoftmax, ByHand) {
  const Tensor x = Tensor::parameter(Array({1, 3}, {0, std::log(Real{2}), std::log(Real{5})}));
  const Tensor y = log_softmax(x);
  const Real ln8 = std::log(Real{8});
  expect_near(y.value(), Array({1, 3}, {-ln8, std::log(Real{2}) - ln8, std::log(Real{5}) - ln8}));
  y.backward(Array({1, 3}, {8, 0, 0}));
  expect_near(x.grad(), Array({1, 3}, {7, -2, -5}));
}

// Channels of a pixel belong together, not rows or columns.
TEST(Softmax, IsTakenOverTheChannelsOfEveryPixel) {
  Rng rng(1);
  const Tensor x(random_array({2, 3, 4, 5}, rng));
  const Array y = softmax(x).value(), log_y = log_softmax(x).value();
  for (std::int64_t n = 0; n < 2; ++n) {
    for (std::int64_t h = 0; h < 4; ++h) {
      for (std::int64_t w = 0; w < 5; ++w) {
        Real sum = 0;
        for (std::int64_t c = 0; c < 3; ++c) sum += std::exp(x.value()(n, c, h, w));
        for (std::int64_t c = 0; c < 3; ++c) {
          const Real expected = std::exp(x.value()(n, c, h, w)) / sum;
          EXPECT_NEAR(y(n, c, h, w), expected, 1e-6);
          EXPECT_NEAR(log_y(n, c, h, w), std::log(expected), 1e-5);
        }
      }
    }
  }
}

TEST(Softmax, ExtremeScoresStayFinite) {
  const Tensor x = Tensor::parameter(Array({2, 2}, {1e4, -1e4, -1e4, -1e4}));
  const Tensor y = softmax(x);
  expect_near(y.value(), Array({2, 2}, {1, 0, 0.5, 0.5}), 1e-7);
  y.backward(Array({2, 2}, {1, 2, 3, 4}));
  expect_near(x.grad(), Array({2, 2}, {0, 0, -0.25, 0.25}), 1e-7);
  const Tensor z = log_softmax(x);
  EXPECT_EQ(z.value()(0, 0), 0);
  EXPECT_EQ(z.value()(0, 1), -2e4);
}

// The logarithm has to survive next to a large maximum: 1e6 + ln 2 is 1e6 + 0.6875 in float.
TEST(LogSoftmax, LargeEqualScoresLoseNothing) {
  for (const Real score : {Real{0}, Real{1e4}, Real{-1e6}, Real{1e6}}) {
    const Tensor y = log_softmax(Tensor(Array({1, 2}, score)));
    EXPECT_NEAR(y.value()(0), -std::log(2.0), 1e-6) << score;
  }
}

TEST(Softmax, NaNIsSeen) {
  const Real nan = std::numeric_limits<Real>::quiet_NaN();
  for (const std::vector<Real>& scores : {std::vector<Real>{nan, 1}, std::vector<Real>{1, nan}}) {
    const Tensor x(Array({1, 2}, scores));
    for (const Array& y : {softmax(x).value(), log_softmax(x).value()}) {
      EXPECT_TRUE(std::isnan(y(0)));
      EXPECT_TRUE(std::isnan(y(1)));
    }
  }
}

TEST(Softmax, EmptyBatchesAndErrors) {
  EXPECT_EQ(softmax(Tensor(Array(Shape{0, 3, 2, 2}))).shape(), (Shape{0, 3, 2, 2}));
  EXPECT_EQ(log_softmax(Tensor(Array(Shape{0, 3}))).shape(), (Shape{0, 3}));
  expect_error<std::invalid_argument>("softmax: input [5] is neither [N, C] nor [N, C, H, W]",
                                      [] { softmax(Tensor(Array(Shape{5}))); });
  expect_error<std::invalid_argument>("log_softmax: input [5] is neither",
                                      [] { log_softmax(Tensor(Array(Shape{5}))); });
}

}  // namespace
}  // namespace pixelwise
