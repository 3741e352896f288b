// What backward() computes: every path from the loss to a parameter counts once.
#include "autograd/ops.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

Tensor number(Real value) { return Tensor::parameter(Array::scalar(value)); }

// f = (a + b) + ab + (a + b) ab. By hand, with s = a + b and p = ab: df/da = 1 + b + (p + s b).
// A recursion that sends every arriving piece on at once, or visits nodes before all their
// gradient has arrived, gives other numbers (29 and 22, for one).
TEST(Gradients, Diamond) {
  const Tensor a = number(2), b = number(3);
  const Tensor s = a + b;
  const Tensor p = a * b;
  const Tensor f = s + p + s * p;
  EXPECT_EQ(f.item(), 41);
  f.backward();
  EXPECT_EQ(a.grad().item(), 25);
  EXPECT_EQ(b.grad().item(), 19);
}

// y = x + x doubles; twenty of them have 2^20 paths. Visiting paths instead of nodes would show.
TEST(Gradients, ManyDiamondsInARow) {
  const Tensor x = number(1);
  Tensor y = x;
  for (int i = 0; i < 20; ++i) y = y + y;
  y.backward();
  EXPECT_EQ(x.grad().item(), 1 << 20);
}

// A short and a long path from x to the loss: the sum has to wait for the long one.
TEST(Gradients, PathsOfDifferentLength) {
  const Tensor x = number(3);
  const Tensor h = x * Real{2};
  const Tensor loss = ((h * Real{5}) * Real{7}) * Real{11} + h;
  loss.backward();
  EXPECT_EQ(x.grad().item(), 2 * (5 * 7 * 11 + 1));
}

TEST(Gradients, ASharedParameterSumsItsUses) {
  const Tensor w = number(3);
  const Tensor loss = w * w * w;  // 3 w^2
  loss.backward();
  EXPECT_EQ(w.grad().item(), 27);
}

TEST(Gradients, TwoBackwardsAddUp) {
  const Tensor w = Tensor::parameter(Array({2}, {1, 2}));
  sum(w * w).backward();
  expect_near(w.grad(), Array({2}, {2, 4}), 0);
  sum(w * Real{10}).backward();
  expect_near(w.grad(), Array({2}, {12, 14}), 0);
  Tensor same = w;  // a copy is the same tensor
  same.zero_grad();
  EXPECT_FALSE(w.has_grad());
}

TEST(Gradients, AccumulationDoesNotWriteIntoSharedValues) {
  const Tensor w = Tensor::parameter(Array({2}, {1, 2}));
  sum(w).backward();
  const Array kept = w.grad();
  sum(w).backward();
  expect_near(kept, Array({2}, {1, 1}), 0);
  expect_near(w.grad(), Array({2}, {2, 2}), 0);
}

// a and b get the very same dy: adding to a's gradient must not change b's.
TEST(Gradients, InputsThatShareOneGradientStayApart) {
  const Tensor a = Tensor::parameter(Array({2}, {1, 2})), b = Tensor::parameter(Array({2}, {3, 4}));
  sum(a + b + a).backward();
  expect_near(a.grad(), Array({2}, {2, 2}), 0);
  expect_near(b.grad(), Array({2}, {1, 1}), 0);
}

TEST(Gradients, FromAnyShapeWithDyGiven) {
  const Tensor w = Tensor::parameter(Array({2}, {3, 4}));
  (w * w).backward(Array({2}, {1, 10}));
  expect_near(w.grad(), Array({2}, {6, 80}), 0);
}

TEST(Gradients, OfAParameterItselfIsOne) {
  const Tensor w = number(7);
  w.backward();
  w.backward();  // a leaf has nothing to consume
  EXPECT_EQ(w.grad().item(), 2);
}

TEST(Gradients, DetachStopsThem) {
  const Tensor w = number(3);
  const Tensor h = w * w;
  const Tensor d = h.detach();
  EXPECT_FALSE(d.requires_grad());
  EXPECT_EQ(d.item(), 9);
  (h * d).backward();  // d counts as the number 9
  EXPECT_EQ(w.grad().item(), 9 * 6);
}

TEST(Gradients, AFrozenParameterGetsNone) {
  Tensor w = number(3);
  const Tensor v = number(5);
  sum(w).backward();
  w.set_requires_grad(false);
  EXPECT_FALSE(w.has_grad());
  const Tensor y = w * v;
  EXPECT_EQ(y.node()->links.size(), 1U);
  y.backward();
  EXPECT_FALSE(w.has_grad());
  EXPECT_EQ(v.grad().item(), 3);
  w.set_requires_grad(true);
  (w * v).backward();
  EXPECT_EQ(w.grad().item(), 5);
}

TEST(Gradients, ValuesThatAGraphCapturedStayAsTheyWere) {
  Tensor w = Tensor::parameter(Array({2}, {2, 3}));
  const Tensor loss = sum(w * w);
  w.mutable_value()(0) = 100;  // an optimiser step too early
  w.mutable_value()(1) = 100;
  loss.backward();
  expect_near(w.grad(), Array({2}, {4, 6}), 0);
  expect_near(w.value(), Array({2}, {100, 100}), 0);
}

}  // namespace
}  // namespace pixelwise
