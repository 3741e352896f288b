#include "autograd/ops/binary_cross_entropy.h"

#include <cmath>

#include "autograd/ops/concat.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

Labels column(const std::vector<std::uint8_t>& ids) {
  return {static_cast<std::int64_t>(ids.size()), 1, 1, ids};
}

// Scores with sigmoid 3/4 and 1/5.
TEST(BinaryCrossEntropy, MeanAndSumByHand) {
  const Array scores({2, 1}, {std::log(Real{3}), -std::log(Real{4})});
  const Tensor x = Tensor::parameter(scores), z = Tensor::parameter(scores);
  const Tensor mean = binary_cross_entropy(x, column({1, 1}));
  EXPECT_NEAR(mean.item(), (std::log(4.0 / 3) + std::log(5.0)) / 2, 1e-6);
  mean.backward();
  expect_near(x.grad(), Array({2, 1}, {-0.125, -0.4}));
  const Tensor sum = binary_cross_entropy(z, column({0, 1}), Reduction::sum);
  EXPECT_NEAR(sum.item(), std::log(4.0) + std::log(5.0), 1e-6);
  sum.backward(Array::scalar(2));
  expect_near(z.grad(), Array({2, 1}, {1.5, -1.6}));
}

TEST(BinaryCrossEntropy, IsTheSoftmaxOfTwoScores) {
  Rng rng(1);
  const Array values = random_array({2, 1, 3, 4}, rng);
  Labels labels{2, 3, 4, {}};
  for (int i = 0; i < 24; ++i) labels.ids.push_back(i % 5 == 0 ? kVoidLabel : i % 3 == 0 ? 1 : 0);
  const Tensor x = Tensor::parameter(values), z = Tensor::parameter(values);
  const Tensor binary = binary_cross_entropy(x, labels);
  const Tensor both = cross_entropy(concat({Tensor(Array(values.shape())), z}), labels);
  EXPECT_NEAR(binary.item(), both.item(), 1e-6);
  binary.backward();
  both.backward();
  expect_near(x.grad(), z.grad());
}

TEST(BinaryCrossEntropy, FiniteForHugeScores) {
  const Tensor x = Tensor::parameter(Array({2, 1}, {1000, -1000}));
  const Tensor loss = binary_cross_entropy(x, column({0, 0}), Reduction::sum);
  EXPECT_EQ(loss.item(), 1000);
  loss.backward();
  expect_near(x.grad(), Array({2, 1}, {1, 0}));
}

TEST(BinaryCrossEntropy, AllVoidIsZeroWithZeroGradient) {
  const Tensor x = Tensor::parameter(Array({2, 1}, {3, 4}));
  const Tensor loss = binary_cross_entropy(x, column({kVoidLabel, kVoidLabel}));
  EXPECT_EQ(loss.item(), 0);
  loss.backward();
  expect_near(x.grad(), Array({2, 1}));
}

TEST(BinaryCrossEntropy, ExplainsMisuse) {
  const Labels labels{1, 2, 2, {0, 1, 0, 2}};
  const auto expect = [&](const std::string& part, const Shape& shape) {
    expect_error<std::invalid_argument>(
        part, [&] { binary_cross_entropy(Tensor(Array(shape)), labels); });
  };
  expect("scores [1, 2, 2, 2] have 2 channels; expected one", {1, 2, 2, 2});
  expect(
      "binary_cross_entropy: label 2 in image 0 at row 1, column 1, but there are only 2 classes",
      {1, 1, 2, 2});
  expect("binary_cross_entropy: scores [1, 1, 4, 4] but labels [1, 2, 2]", {1, 1, 4, 4});
}

}  // namespace
}  // namespace pixelwise
