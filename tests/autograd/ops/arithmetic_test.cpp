#include "autograd/ops/arithmetic.h"

#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

Tensor parameter(const Shape& shape, const std::vector<Real>& values) {
  return Tensor::parameter(Array(shape, values));
}

// At a = 6, b = 2 with dy = 1, 10: values and both partial derivatives by hand.
TEST(Arithmetic, ByHand) {
  struct Case {
    Tensor (*op)(const Tensor&, const Tensor&);
    Real value, da, db;
  };
  const Case cases[] = {
      {[](const Tensor& a, const Tensor& b) { return a + b; }, 8, 1, 1},
      {[](const Tensor& a, const Tensor& b) { return a - b; }, 4, 1, -1},
      {[](const Tensor& a, const Tensor& b) { return a * b; }, 12, 2, 6},
      {[](const Tensor& a, const Tensor& b) { return a / b; }, 3, 0.5, -1.5},  // -a / b^2
  };
  for (const Case& c : cases) {
    const Tensor a = parameter({2}, {6, 6}), b = parameter({2}, {2, 2});
    const Tensor y = c.op(a, b);
    expect_near(y.value(), Array({2}, c.value));
    y.backward(Array({2}, {1, 10}));
    expect_near(a.grad(), Array({2}, {c.da, 10 * c.da}));
    expect_near(b.grad(), Array({2}, {c.db, 10 * c.db}));
  }
}

TEST(Arithmetic, WithNumbers) {
  struct Case {
    Tensor (*op)(const Tensor&);
    Real value, da;
  };
  const Case cases[] = {
      {[](const Tensor& a) { return a + Real{2}; }, 6, 1},
      {[](const Tensor& a) { return a - Real{2}; }, 2, 1},
      {[](const Tensor& a) { return a * Real{2}; }, 8, 2},
      {[](const Tensor& a) { return a / Real{2}; }, 2, 0.5},
      {[](const Tensor& a) { return Real{2} + a; }, 6, 1},
      {[](const Tensor& a) { return Real{2} - a; }, -2, -1},
      {[](const Tensor& a) { return Real{2} * a; }, 8, 2},
      {[](const Tensor& a) { return Real{2} / a; }, 0.5, -0.125},  // -2 / a^2
      {[](const Tensor& a) { return -a; }, -4, -1},
  };
  for (const Case& c : cases) {
    const Tensor a = parameter({2}, {4, 4});
    const Tensor y = c.op(a);
    expect_near(y.value(), Array({2}, c.value));
    y.backward(Array({2}, {1, 10}));
    expect_near(a.grad(), Array({2}, {c.da, 10 * c.da}));
  }
}

// y = x + b for every pixel: b's gradient is the sum over images and pixels.
TEST(Arithmetic, ABiasSumsOverWhatItReached) {
  const Tensor x = Tensor::parameter(counting({2, 2, 1, 2}));
  const Tensor b = parameter({1, 2, 1, 1}, {100, 200});
  const Tensor y = x + b;
  expect_near(y.value(), Array({2, 2, 1, 2}, {100, 101, 202, 203, 104, 105, 206, 207}));
  y.backward(Array({2, 2, 1, 2}, {1, 2, 3, 4, 5, 6, 7, 8}));
  expect_near(b.grad(), Array({1, 2, 1, 1}, {1 + 2 + 5 + 6, 3 + 4 + 7 + 8}));
  expect_near(x.grad(), Array({2, 2, 1, 2}, {1, 2, 3, 4, 5, 6, 7, 8}));
}

TEST(Arithmetic, BroadcastProductsAndQuotients) {
  const Tensor x = parameter({2, 2}, {1, 2, 3, 4}), m = parameter({2}, {10, 20});
  (x * m).backward(Array({2, 2}, 1));
  expect_near(x.grad(), Array({2, 2}, {10, 20, 10, 20}));
  expect_near(m.grad(), Array({2}, {1 + 3, 2 + 4}));
  const Tensor d = parameter({}, {2});
  (x / d).backward(Array({2, 2}, 1));
  expect_near(d.grad(), Array::scalar(-(1 + 2 + 3 + 4) / Real{4}));
}

TEST(Arithmetic, BothInputsStretched) {
  const Tensor row = parameter({1, 3}, {1, 2, 3}), column = parameter({2, 1}, {10, 20});
  const Tensor y = row * column;
  expect_near(y.value(), Array({2, 3}, {10, 20, 30, 20, 40, 60}));
  y.backward(Array({2, 3}, 1));
  expect_near(row.grad(), Array({1, 3}, {30, 30, 30}));
  expect_near(column.grad(), Array({2, 1}, {6, 6}));
}

TEST(Arithmetic, OneTensorTwice) {
  const Tensor a = parameter({}, {5});
  (a - a).backward();
  EXPECT_EQ(a.grad().item(), 0);
  (a / a).backward();
  EXPECT_NEAR(a.grad().item(), 0, 1e-7);
}

TEST(Arithmetic, NoElements) {
  const Tensor none = Tensor::parameter(Array(Shape{0, 2})), b = parameter({2}, {1, 2});
  (none + b).backward(Array(Shape{0, 2}));
  EXPECT_EQ(none.grad().shape(), (Shape{0, 2}));
  expect_near(b.grad(), Array({2}, 0));
}

// The maps of two paths of different depth: plain + reports the shapes.
TEST(Arithmetic, Errors) {
  const Tensor a(Array({1, 21, 34, 34})), b(Array({1, 21, 44, 44}));
  expect_error<std::invalid_argument>(
      "add: shapes [1, 21, 34, 34] and [1, 21, 44, 44] do not go together", [&] { a + b; });
  expect_error<std::invalid_argument>("subtract: shapes [1, 21, 34, 34] and [1, 21, 44, 44]",
                                      [&] { a - b; });
  expect_error<std::invalid_argument>("multiply: shapes [1, 21, 34, 34] and [1, 21, 44, 44]",
                                      [&] { a* b; });
  expect_error<std::invalid_argument>("divide: shapes [1, 21, 34, 34] and [1, 21, 44, 44]",
                                      [&] { a / b; });
}

}  // namespace
}  // namespace pixelwise
