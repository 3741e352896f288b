#include "autograd/ops/dropout.h"

#include <set>

#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

TEST(Dropout, KeepsOrDropsAndKeepsTheMean) {
  Rng rng(1);
  const Shape shape{100, 1000};
  const Tensor y = dropout(Tensor(Array(shape, 3)), 0.25, rng);
  std::int64_t dropped = 0;
  for (const Real value : y.value().to_vector()) {
    ASSERT_TRUE(value == 0 || value == 4) << value;  // 3 / (1 - 1/4)
    dropped += value == 0 ? 1 : 0;
  }
  EXPECT_NEAR(static_cast<double>(dropped), 25000, 5 * 137);  // sqrt(100000 * 3/16) = 137
}

TEST(Dropout, TheGradientGoesThroughTheSameMask) {
  Rng rng(2);
  const Tensor x = Tensor::parameter(Array({50, 2, 3, 3}, 1));
  const Tensor y = dropout(x, 0.5, rng);
  y.backward(Array(x.shape(), 7));
  const std::vector<Real> out = y.value().to_vector(), dx = x.grad().to_vector();
  for (std::size_t i = 0; i < out.size(); ++i) EXPECT_EQ(dx[i], 7 * out[i]);
}

TEST(Dropout, TheSameGeneratorTheSameMask) {
  const Tensor x(Array({40, 40}, 1));
  Rng a(3), b(3), c(4);
  const Array first = dropout(x, 0.5, a).value();
  expect_same_bits(dropout(x, 0.5, b).value(), first);
  EXPECT_NE(dropout(x, 0.5, c).value().to_vector(), first.to_vector());
  EXPECT_NE(dropout(x, 0.5, a).value().to_vector(), first.to_vector());  // a has moved on
}

TEST(Dropout, WithProbabilityZeroNothingHappens) {
  Rng rng(5);
  const Tensor x(counting({2, 2, 2, 2}));
  expect_near(dropout(x, 0, rng).value(), x.value(), 0);
  expect_near(channel_dropout(x, 0, rng).value(), x.value(), 0);
}

TEST(ChannelDropout, DropsWholeChannels) {
  Rng rng(6);
  const Tensor x = Tensor::parameter(Array({20, 50, 2, 3}, 1));
  const Tensor y = channel_dropout(x, 0.5, rng);
  y.backward(Array(x.shape(), 1));
  int dropped = 0;
  std::set<int> dropped_per_image;
  for (std::int64_t n = 0; n < 20; ++n) {
    int here = 0;
    for (std::int64_t c = 0; c < 50; ++c) {
      const Real first = y.value()(n, c, 0, 0);
      ASSERT_TRUE(first == 0 || first == 2);
      here += first == 0 ? 1 : 0;
      for (std::int64_t i = 0; i < 6; ++i) {
        EXPECT_EQ(y.value()(n, c, i / 3, i % 3), first);
        EXPECT_EQ(x.grad()(n, c, i / 3, i % 3), first);
      }
    }
    dropped += here;
    dropped_per_image.insert(here);
  }
  EXPECT_NEAR(dropped, 500, 5 * 16);        // sqrt(1000 / 4) = 16
  EXPECT_GT(dropped_per_image.size(), 3U);  // every image has draws of its own
}

TEST(DropoutErrors, Probabilities) {
  Rng rng(7);
  const Tensor x(Array({1, 2, 3, 3})), matrix(Array(Shape{2, 3}));
  expect_error<std::invalid_argument>("dropout: p = 1 is not in [0, 1)",
                                      [&] { dropout(x, 1, rng); });
  expect_error<std::invalid_argument>("dropout: p = -0.5 is not in [0, 1)",
                                      [&] { dropout(x, -0.5, rng); });
  expect_error<std::invalid_argument>("channel_dropout: p = 2 is not in [0, 1)",
                                      [&] { channel_dropout(x, 2, rng); });
  expect_error<std::invalid_argument>("channel_dropout: input [2, 3] is not [N, C, H, W]",
                                      [&] { channel_dropout(matrix, 0.5, rng); });
}

}  // namespace
}  // namespace pixelwise
