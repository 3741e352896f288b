#include "autograd/ops/cross_entropy.h"

#include <cmath>
#include <limits>

#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

using Ids = std::vector<std::uint8_t>;

Labels column(const Ids& ids) { return {static_cast<std::int64_t>(ids.size()), 1, 1, ids}; }

// Two pixels with probabilities 1/8, 2/8, 5/8.
Tensor scores() {
  const Real ln2 = std::log(Real{2}), ln5 = std::log(Real{5});
  return Tensor::parameter(Array({2, 3}, {0, ln2, ln5, 0, ln2, ln5}));
}

TEST(CrossEntropy, MeanAndSumByHand) {
  const Tensor x = scores(), z = scores();
  const Tensor mean = cross_entropy(x, column({0, 2}));
  EXPECT_EQ(mean.shape(), Shape{});
  EXPECT_NEAR(mean.item(), (std::log(8.0) + std::log(8.0 / 5)) / 2, 1e-6);
  mean.backward();
  expect_near(x.grad(), Array({2, 3}, {-0.4375, 0.125, 0.3125, 0.0625, 0.125, -0.1875}));

  const Tensor sum = cross_entropy(z, column({0, 2}), {.reduction = Reduction::sum});
  EXPECT_NEAR(sum.item(), std::log(8.0) + std::log(8.0 / 5), 1e-6);
  sum.backward(Array::scalar(2));
  expect_near(z.grad(), Array({2, 3}, {-1.75, 0.5, 1.25, 0.25, 0.5, -0.75}));
}

// Weight 3 for class 0 and 1 for class 2: (3 ln 8 + ln 8/5) / 4.
TEST(CrossEntropy, ClassWeightsDivideByTheirSum) {
  const Tensor x = scores();
  const Tensor loss = cross_entropy(x, column({0, 2}), {.class_weights = {3, 100, 1}});
  EXPECT_NEAR(loss.item(), (3 * std::log(8.0) + std::log(8.0 / 5)) / 4, 1e-6);
  loss.backward();
  const Real a = Real{3} / 4, b = Real{1} / 4;
  expect_near(x.grad(), Array({2, 3}, {a * Real{-0.875}, a * Real{0.25}, a * Real{0.625},
                                       b * Real{0.125}, b * Real{0.25}, b * Real{-0.375}}));
}

TEST(CrossEntropy, IgnoredPixelsCountForNothing) {
  const Tensor x = scores(), z = scores();
  const Tensor loss = cross_entropy(x, column({0, kVoidLabel}));
  EXPECT_NEAR(loss.item(), std::log(8.0), 1e-6);
  loss.backward();
  expect_near(x.grad(), Array({2, 3}, {-0.875, 0.25, 0.625, 0, 0, 0}));
  EXPECT_NEAR(cross_entropy(z, column({2, 0}), {.ignore = 2}).item(), std::log(8.0), 1e-6);
}

TEST(CrossEntropy, AllIgnoredIsZeroWithZeroGradient) {
  for (const Reduction reduction : {Reduction::mean, Reduction::sum}) {
    const Tensor x = scores();
    const Tensor loss = cross_entropy(x, column({255, 255}), {.reduction = reduction});
    EXPECT_EQ(loss.item(), 0);
    loss.backward();
    expect_near(x.grad(), Array({2, 3}), 0);
  }
  const Tensor none = Tensor::parameter(Array(Shape{0, 3, 2, 2}));
  const Tensor loss = cross_entropy(none, {0, 2, 2, {}});
  EXPECT_EQ(loss.item(), 0);
  loss.backward();
}

TEST(CrossEntropy, AllWeightsZeroIsZeroToo) {
  const Tensor x = scores();
  const Tensor loss = cross_entropy(x, column({0, 0}), {.class_weights = {0, 1, 1}});
  EXPECT_EQ(loss.item(), 0);
  loss.backward();
  expect_near(x.grad(), Array({2, 3}), 0);
}

// The label at [n, h, w] belongs to the scores [n, :, h, w]: all other scores are equal, so a loss
// near 0 needs the right place.
TEST(CrossEntropy, LabelsLieRowByRow) {
  Labels labels{2, 3, 4, Ids(24)};
  Array x(Shape{2, 5, 3, 4});
  Rng rng(1);
  for (std::int64_t i = 0; i < 24; ++i) {
    const std::uint64_t id = rng.below(5);
    labels.ids[static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(id);
    x(i / 12, static_cast<std::int64_t>(id), i % 12 / 4, i % 4) = 50;
  }
  EXPECT_EQ(cross_entropy(Tensor(x), labels).item(), 0);
  labels.ids[5] = static_cast<std::uint8_t>((labels.ids[5] + 1) % 5);
  EXPECT_NEAR(cross_entropy(Tensor(x), labels).item(), 50.0 / 24, 1e-5);
}

TEST(CrossEntropy, ExtremeScoresStayFinite) {
  const Tensor x = Tensor::parameter(Array({2, 2}, {1e4, -1e4, 1e4, -1e4}));
  const Tensor loss = cross_entropy(x, column({0, 1}), {.reduction = Reduction::sum});
  EXPECT_EQ(loss.item(), 2e4);
  loss.backward();
  expect_near(x.grad(), Array({2, 2}, {0, 0, 1, -1}), 0);
}

TEST(CrossEntropy, LargeEqualScoresLoseNothing) {
  for (const Real score : {Real{0}, Real{1e4}, Real{-1e6}, Real{1e6}}) {
    const Tensor x(Array({1, 2}, score));
    EXPECT_NEAR(cross_entropy(x, column({1})).item(), std::log(2.0), 1e-6) << score;
  }
}

TEST(CrossEntropy, NaNIsSeenUnlessIgnored) {
  const Real nan = std::numeric_limits<Real>::quiet_NaN();
  const Tensor x(Array({2, 2}, {nan, 1, 1, 1}));
  EXPECT_TRUE(std::isnan(cross_entropy(x, column({1, 0})).item()));
  EXPECT_NEAR(cross_entropy(x, column({255, 0})).item(), std::log(2.0), 1e-6);
}

// The engine may be asked while nothing is recorded.
TEST(CrossEntropy, WithoutGradientTheSameValue) {
  const Tensor x = scores();
  const Real recorded = cross_entropy(x, column({0, 2})).item();
  const NoGrad no_grad;
  EXPECT_EQ(cross_entropy(x, column({0, 2})).item(), recorded);
}

TEST(CrossEntropyErrors, LabelsOutOfRange) {
  const Tensor x(Array({2, 3, 4, 5}));
  Labels labels{2, 4, 5, Ids(40, 1)};
  labels.ids[20 + 2 * 5 + 3] = 7;
  expect_error<std::invalid_argument>(
      "cross_entropy: label 7 in image 1 at row 2, column 3, but there are only 3 classes (0 to 2)",
      [&] { cross_entropy(x, labels); });
  labels.ids[20 + 2 * 5 + 3] = 255;
  cross_entropy(x, labels);
  expect_error<std::invalid_argument>(
      "label 255 in image 1 at row 2, column 3, but there are only 3 classes (0 to 2); 255 is "
      "usually void: ignore it",
      [&] { cross_entropy(x, labels, {.ignore = 0}); });
  expect_error<std::invalid_argument>("label 255 in image",
                                      [&] { cross_entropy(x, labels, {.ignore = -1}); });
}

TEST(CrossEntropyErrors, Sizes) {
  const Tensor x(Array({2, 3, 4, 5}));
  expect_error<std::invalid_argument>(
      "cross_entropy: scores [2, 3, 4, 5] but labels [2, 8, 10]; the network's output must have "
      "the "
      "size of the labels",
      [&] {
        cross_entropy(x, {2, 8, 10, Ids(160)});
      });
  expect_error<std::invalid_argument>("scores [2, 3] but labels [2, 1, 2]", [] {
    cross_entropy(Tensor(Array(Shape{2, 3})), {2, 1, 2, Ids(4)});
  });
  expect_error<std::invalid_argument>(
      "cross_entropy: 2 class weights for scores [2, 3, 4, 5] of 3 classes", [&] {
        cross_entropy(x, {2, 4, 5, Ids(40)}, {.class_weights = {1, 1}});
      });
  expect_error<std::invalid_argument>(
      "cross_entropy: scores [5] are neither [N, C, H, W] nor [N, C]", [] {
        cross_entropy(Tensor(Array(Shape{5})), {5, 1, 1, Ids(5)});
      });
  expect_error<std::logic_error>("cross_entropy: labels hold 7 bytes", [&] {
    cross_entropy(x, {2, 4, 5, Ids(7)});
  });
}

}  // namespace
}  // namespace pixelwise
