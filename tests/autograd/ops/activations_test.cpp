#include "autograd/ops/activations.h"

#include <cmath>
#include <limits>

#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

constexpr Real kNaN = std::numeric_limits<Real>::quiet_NaN();
constexpr Real kInfinity = std::numeric_limits<Real>::infinity();

struct Result {
  Array y, dx;
};

// y = f(x), and dx for dy = 2 everywhere.
template <class Function>
Result run(Function f, const std::vector<Real>& x) {
  const Shape shape{static_cast<std::int64_t>(x.size())};
  const Tensor input = Tensor::parameter(Array(shape, x));
  const Tensor y = f(input);
  y.backward(Array(shape, 2));
  return {y.value(), input.grad()};
}

TEST(Activations, Relu) {
  const auto [y, dx] = run(relu, {-2, 0, 3, -kInfinity, kInfinity});
  EXPECT_EQ(y.to_vector(), (std::vector<Real>{0, 0, 3, 0, kInfinity}));
  EXPECT_EQ(dx.to_vector(), (std::vector<Real>{0, 0, 2, 0, 2}));
}

TEST(Activations, LeakyRelu) {
  const auto [y, dx] = run([](const Tensor& x) { return leaky_relu(x, 0.25); }, {-2, 0, 3});
  expect_near(y, Array({3}, {-0.5, 0, 3}), 0);
  expect_near(dx, Array({3}, {0.5, 0.5, 2}), 0);
}

// At x = ln 3: 1 / (1 + 1/3) = 3/4, and y (1 - y) = 3/16.
TEST(Activations, Sigmoid) {
  const Real ln3 = std::log(Real{3});
  const auto [y, dx] = run(sigmoid, {0, ln3, -ln3});
  expect_near(y, Array({3}, {0.5, 0.75, 0.25}));
  expect_near(dx, Array({3}, {0.5, 0.375, 0.375}));
}

// At x = ln 2: (2 - 1/2) / (2 + 1/2) = 3/5, and 1 - y^2 = 16/25.
TEST(Activations, Tanh) {
  const Real ln2 = std::log(Real{2});
  const auto [y, dx] = run([](const Tensor& x) { return tanh(x); }, {0, ln2, -ln2});
  expect_near(y, Array({3}, {0, 0.6, -0.6}));
  expect_near(dx, Array({3}, {2, 1.28, 1.28}));
}

TEST(Activations, ExpAndLog) {
  const Real ln2 = std::log(Real{2});
  const auto [y, dx] = run([](const Tensor& x) { return exp(x); }, {0, ln2, -ln2});
  expect_near(y, Array({3}, {1, 2, 0.5}));
  expect_near(dx, Array({3}, {2, 4, 1}));
  const auto [z, dz] = run([](const Tensor& x) { return log(x); }, {1, 2, 4});
  expect_near(z, Array({3}, {0, ln2, 2 * ln2}));
  expect_near(dz, Array({3}, {2, 1, 0.5}));
}

// A NaN has to reach the loss, where somebody sees it.
TEST(Activations, NaNStaysNaN) {
  EXPECT_TRUE(std::isnan(run(relu, {kNaN}).y(0)));
  EXPECT_TRUE(std::isnan(run([](const Tensor& x) { return leaky_relu(x, 0.1); }, {kNaN}).y(0)));
  EXPECT_TRUE(std::isnan(run(sigmoid, {kNaN}).y(0)));
  EXPECT_TRUE(std::isnan(run([](const Tensor& x) { return tanh(x); }, {kNaN}).y(0)));
  EXPECT_TRUE(std::isnan(run([](const Tensor& x) { return exp(x); }, {kNaN}).y(0)));
  EXPECT_TRUE(std::isnan(run([](const Tensor& x) { return log(x); }, {-1}).y(0)));
}

TEST(Activations, ExtremeInputsSaturate) {
  const Result s = run(sigmoid, {-1e4, 1e4});
  EXPECT_EQ(s.y.to_vector(), (std::vector<Real>{0, 1}));
  EXPECT_EQ(s.dx.to_vector(), (std::vector<Real>{0, 0}));
  const Result t = run([](const Tensor& x) { return tanh(x); }, {-1e4, 1e4});
  EXPECT_EQ(t.y.to_vector(), (std::vector<Real>{-1, 1}));
  EXPECT_EQ(t.dx.to_vector(), (std::vector<Real>{0, 0}));
  EXPECT_EQ(run([](const Tensor& x) { return log(x); }, {0}).y(0), -kInfinity);
}

TEST(Activations, AnyShapeAlsoWithoutElements) {
  for (const Shape& shape : {Shape{}, Shape{2, 3}, Shape{0, 3, 2, 2}, Shape{1, 2, 3, 4}}) {
    const Tensor x = Tensor::parameter(Array(shape, 1));
    relu(x).backward(Array(shape, 1));
    EXPECT_EQ(x.grad().shape(), shape);
  }
}

}  // namespace
}  // namespace pixelwise
