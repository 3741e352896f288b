#include "autograd/ops/soft_dice.h"

#include "autograd/ops/softmax.h"
#include "base/parallel.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

Labels column(const std::vector<std::uint8_t>& ids) {
  return {static_cast<std::int64_t>(ids.size()), 1, 1, ids};
}

// Three pixels, two classes: I = (1, .5), S = (1.5 + 2, 1.5 + 1), D = (4/7, 2/5).
TEST(SoftDice, ByHand) {
  const Tensor p = Tensor::parameter(Array({3, 2}, {0.75, 0.25, 0.25, 0.75, 0.5, 0.5}));
  const Tensor loss = soft_dice(p, column({0, 0, 1}));
  EXPECT_EQ(loss.shape(), Shape{});
  EXPECT_NEAR(loss.item(), 1 - (4.0 / 7 + 2.0 / 5) / 2, 1e-6);
  loss.backward(Array::scalar(2));
  const Real in0 = -2 * Real(3.5 - 1) / Real(12.25), out0 = 2 / Real(12.25);
  const Real in1 = -2 * Real(2.5 - 0.5) / Real(6.25), out1 = 2 * Real(0.5) / Real(6.25);
  expect_near(p.grad(), Array({3, 2}, {in0, out1, in0, out1, out0, in1}));
}

TEST(SoftDice, PerfectIsZeroAndNothingRightIsOne) {
  const Array p({2, 2}, {1, 0, 0, 1});
  EXPECT_NEAR(soft_dice(Tensor(p), column({0, 1})).item(), 0, 1e-7);
  EXPECT_NEAR(soft_dice(Tensor(p), column({1, 0})).item(), 1, 1e-7);
}

TEST(SoftDice, AbsentClassesAndVoidPixelsDoNotCount) {
  const Tensor p = Tensor::parameter(Array({2, 3}, {0.5, 0.25, 0.25, 0.1, 0.2, 0.7}));
  const Tensor loss = soft_dice(p, column({0, kVoidLabel}));
  EXPECT_NEAR(loss.item(), 1 - 2 * 0.5 / 1.5, 1e-6);
  loss.backward();
  const Real slope = Real(-2 * (1.5 - 0.5) / 2.25);
  expect_near(p.grad(), Array({2, 3}, {slope, 0, 0, 0, 0, 0}));
  const Tensor q = Tensor::parameter(p.value());
  const Tensor nothing = soft_dice(q, column({kVoidLabel, kVoidLabel}));
  EXPECT_EQ(nothing.item(), 0);
  nothing.backward();
  expect_near(q.grad(), Array({2, 3}));
}

TEST(SoftDice, SameBitsForAnyNumberOfThreads) {
  const ThreadsScope scope;
  Rng rng(3);
  const Array scores = random_array({2, 3, 90, 70}, rng);
  Labels labels{2, 90, 70, {}};
  for (int i = 0; i < 2 * 90 * 70; ++i) labels.ids.push_back(static_cast<std::uint8_t>(i % 3));
  std::vector<Array> results;
  for (const int threads : {1, 2, 5}) {
    set_threads(threads);
    const Tensor x = Tensor::parameter(scores);
    const Tensor loss = soft_dice(softmax(x), labels);
    loss.backward();
    results.push_back(x.grad());
    results.push_back(loss.value());
  }
  for (const std::size_t i : {2U, 4U}) expect_same_bits(results[i], results[0]);
  for (const std::size_t i : {3U, 5U}) expect_same_bits(results[i], results[1]);
}

TEST(SoftDice, ExplainsMisuse) {
  const Tensor p(Array({1, 2, 2, 2}));
  expect_error<std::invalid_argument>("soft_dice: scores [1, 2, 2, 2] but labels [1, 2, 3]", [&] {
    soft_dice(p, {1, 2, 3, {0, 0, 0, 0, 0, 0}});
  });
  expect_error<std::invalid_argument>(
      "soft_dice: label 7 in image 0 at row 1, column 1, but there are only 2", [&] {
        soft_dice(p, {1, 2, 2, {0, 1, 0, 7}});
      });
}

}  // namespace
}  // namespace pixelwise
