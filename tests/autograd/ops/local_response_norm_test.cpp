#include "autograd/ops/local_response_norm.h"

#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

// alpha / size = 1, beta = 1: y = x / (2 + the squares of the channel and its two neighbours).
TEST(LocalResponseNorm, ByHand) {
  const Tensor x = Tensor::parameter(Array({1, 4, 1, 1}, {1, 2, 3, 0}));
  const Tensor y = local_response_norm(x, {.size = 3, .alpha = 3, .beta = 1, .k = 2});
  expect_near(y.value(), Array({1, 4, 1, 1}, {1. / 7, 2. / 16, 3. / 15, 0}));
  // dy = (1, 0, 0, 0): s = 7 depends on x0 and x1. dx0 = 1/7 - 2 x0 (1/7)/7, dx1 = -2 x1 (1/7)/7.
  y.backward(Array({1, 4, 1, 1}, {1, 0, 0, 0}));
  expect_near(x.grad(), Array({1, 4, 1, 1}, {1. / 7 - 2. / 49, -4. / 49, 0, 0}));
}

// The default is AlexNet's, as Caffe computes it: 1 + 1e-4 / 5 * (5 channels of 100^2) = 2.
TEST(LocalResponseNorm, DividesAlphaByTheSize) {
  const Tensor y = local_response_norm(Tensor(Array({1, 5, 1, 1}, 100)));
  EXPECT_NEAR(y.value()(0, 2, 0, 0), 100 / std::pow(2.0, 0.75), 1e-4);
  EXPECT_NEAR(y.value()(0, 0, 0, 0), 100 / std::pow(1.6, 0.75), 1e-4);  // two of them are missing
}

TEST(LocalResponseNorm, PixelsAndImagesDoNotSeeEachOther) {
  Rng rng(1);
  const Array x = random_array({2, 6, 3, 5}, rng);
  const LocalResponseNormOptions options{.size = 3, .alpha = 1};
  const Array y = local_response_norm(Tensor(x), options).value();
  for (std::int64_t n = 0; n < 2; ++n) {
    for (std::int64_t h = 0; h < 3; ++h) {
      Array pixel({1, 6, 1, 1});
      for (std::int64_t c = 0; c < 6; ++c) pixel(0, c, 0, 0) = x(n, c, h, 4);
      const Array alone = local_response_norm(Tensor(pixel), options).value();
      for (std::int64_t c = 0; c < 6; ++c) EXPECT_EQ(alone(0, c, 0, 0), y(n, c, h, 4));
    }
  }
}

TEST(LocalResponseNorm, SameBitsForAnyNumberOfThreads) {
  Rng rng(1);
  const Tensor x(random_array({2, 5, 40, 41}, rng));
  const ThreadsScope restore;
  set_threads(1);
  const Array one = local_response_norm(x).value();
  set_threads(3);
  expect_same_bits(local_response_norm(x).value(), one);
}

TEST(LocalResponseNorm, EmptyBatch) {
  EXPECT_EQ(local_response_norm(Tensor(Array(Shape{0, 5, 2, 2}))).shape(), (Shape{0, 5, 2, 2}));
}

TEST(LocalResponseNorm, Errors) {
  const Tensor x(Array({1, 5, 2, 2}));
  expect_error<std::invalid_argument>(
      "local_response_norm: size 4 must be odd, so that a channel lies in the middle",
      [&] { local_response_norm(x, {.size = 4}); });
  expect_error<std::invalid_argument>(
      "local_response_norm: k 0 must be above 0 and alpha 0.0001 at least 0, or the sum could be 0",
      [&] { local_response_norm(x, {.k = 0}); });
  expect_error<std::invalid_argument>("local_response_norm: input [5, 2] is not [N, C, H, W]", [] {
    local_response_norm(Tensor(Array({5, 2})));
  });
}

}  // namespace
}  // namespace pixelwise
