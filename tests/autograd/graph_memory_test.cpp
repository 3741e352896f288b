// How long the graph lives, and that its size never meets the stack.
#include <optional>

#include "autograd/array_math.h"
#include "autograd/ops.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

constexpr int kMillion = 1000000;

Tensor chain(const Tensor& start, int length) {
  Tensor y = start;
  for (int i = 0; i < length; ++i) y = y + Real{1};
  return y;
}

TEST(GraphMemory, AMillionNodesForwardBackwardAndAway) {
  const Tensor x = Tensor::parameter(Array::scalar(0));
  const Tensor y = chain(x, kMillion);
  EXPECT_EQ(y.item(), kMillion);
  y.backward();
  EXPECT_EQ(x.grad().item(), 1);
}

TEST(GraphMemory, AMillionNodesAreDestroyedWithoutBackward) {
  const Tensor x = Tensor::parameter(Array::scalar(0));
  std::optional<Tensor> y = chain(x, kMillion);
  y.reset();
  EXPECT_EQ(x.node().use_count(), 2);  // x's own, and the one asked for here: no node is left
}

// Through edge groups, and with two links from each node to the one before.
TEST(GraphMemory, AMillionNodesOfAnyKind) {
  const Tensor x = Tensor::parameter(Array::scalar(0));
  Tensor y = x;
  for (int i = 0; i < kMillion / 2; ++i) {
    y = Tensor::from_group("pass", y.value(), {{y}, [](const Array& dy, const std::vector<bool>&) {
                                                 return std::vector<Array>{dy};
                                               }});
    y = (i % 2 == 0) ? y - y : y + Real{1};
  }
  y = Tensor();
  EXPECT_EQ(x.node().use_count(), 2);
}

// A part of the graph that somebody still holds survives the death of the rest.
TEST(GraphMemory, WhatIsStillHeldStays) {
  const Tensor x = Tensor::parameter(Array::scalar(3));
  const Tensor middle = chain(x, 1000);
  { const Tensor end = chain(middle, 1000); }
  middle.backward();
  EXPECT_EQ(x.grad().item(), 1);
}

TEST(GraphMemory, BackToItsBaselineAfterBackward) {
  const Shape shape{1, 8, 32, 32};
  const Tensor x = Tensor::parameter(Array(shape, 1)), w = Tensor::parameter(Array(shape, 2));
  sum(x * w).backward();  // from here on both gradients exist
  const std::size_t baseline = buffer_bytes_in_use();
  {
    Tensor h = x;
    for (int i = 0; i < 10; ++i) h = relu(h * w);
    const Tensor loss = sum(h);
    const std::size_t recorded = buffer_bytes_in_use();
    EXPECT_GT(recorded, baseline + 10 * 8 * 32 * 32 * sizeof(Real));
    h = Tensor();
    loss.backward();
    EXPECT_LT(buffer_bytes_in_use(), baseline + 1024);  // the loss itself is left
  }
  EXPECT_EQ(buffer_bytes_in_use(), baseline);
}

TEST(GraphMemory, BackToItsBaselineWithoutBackward) {
  const Tensor x = Tensor::parameter(Array({64, 64}, 1));
  const std::size_t baseline = buffer_bytes_in_use();
  { const Tensor loss = sum(exp(x) * x); }
  EXPECT_EQ(buffer_bytes_in_use(), baseline);
}

// Each edge looks at the memory in use when its turn comes: it falls from step to step.
TEST(GraphMemory, FallsDuringBackward) {
  const Shape shape{1, 16, 64, 64};
  const std::size_t block = static_cast<std::size_t>(shape.size()) * sizeof(Real);
  const Tensor x = Tensor::parameter(Array(shape, 1));
  std::vector<std::size_t> seen;
  Tensor y = x;
  for (int i = 0; i < 8; ++i) {
    const Array captured(shape, 1);
    y = Tensor::from_op("watch", captured, {{y, [captured, &seen](const Array& dy) {
                                               seen.push_back(buffer_bytes_in_use());
                                               return dy * captured;
                                             }}});
  }
  const Tensor loss = sum(y);
  y = Tensor();
  reset_buffer_peak();
  const std::size_t start = buffer_bytes_in_use();
  loss.backward();
  ASSERT_EQ(seen.size(), 8U);
  for (std::size_t i = 1; i < seen.size(); ++i) {
    EXPECT_LE(seen[i] + block, seen[i - 1] + (i == 1 ? block : 0)) << i;
  }
  EXPECT_LE(seen.back() + 6 * block, seen.front());
  EXPECT_LE(buffer_bytes_peak(), start + 2 * block + 1024);  // two gradients at a time
}

TEST(GraphMemory, NoGradKeepsNothing) {
  const Shape shape{1, 8, 32, 32};
  const std::size_t block = static_cast<std::size_t>(shape.size()) * sizeof(Real);
  const Tensor x = Tensor::parameter(Array(shape, 1));
  const NoGrad no_grad;
  const std::size_t baseline = buffer_bytes_in_use();
  reset_buffer_peak();
  Tensor h = x;
  for (int i = 0; i < 20; ++i) h = relu(h * x);
  EXPECT_LE(buffer_bytes_in_use(), baseline + block);
  EXPECT_LE(buffer_bytes_peak(), baseline + 3 * block);
}

TEST(GraphMemory, ConstantsAreNotKept) {
  const Tensor w = Tensor::parameter(Array::scalar(2));
  const std::size_t baseline = buffer_bytes_in_use();
  Tensor loss;
  {
    const Tensor image(Array({1, 3, 64, 64}, 1));
    loss = sum(image + w);
  }
  EXPECT_LT(buffer_bytes_in_use(), baseline + 1024);
  loss.backward();
  EXPECT_EQ(w.grad().item(), 3 * 64 * 64);
}

}  // namespace
}  // namespace pixelwise
