// What the gradient check says about a failure: kinks, rounding, too large a step and wrong
// gradient functions are told apart. Compiled in float and in double.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "autograd/array_math.h"
#include "autograd/ops.h"
#include "base/random.h"
#include "gradcheck/gradient_check.h"

namespace pixelwise {
namespace {

using Inputs = std::vector<Tensor>;

constexpr bool kInFloat = sizeof(Real) == sizeof(float);
const double kRoot = std::cbrt(static_cast<double>(std::numeric_limits<Real>::epsilon()));
const double kStep = (kInFloat ? 1.5 : 4) * kRoot;  // of the check

constexpr char kKink[] = "to the right: a kink (relu at 0, equal values in max-pooling)?";
constexpr char kRounding[] = "; rounding: the numeric gradient is only known to about ";
constexpr char kBends[] = "the function bends too much for this step";
constexpr char kWrong[] = "so the gradient function is wrong";

Tensor numbers(std::uint64_t seed, std::int64_t count = 24) {
  Rng rng(seed);
  Array x({count});
  for (std::int64_t i = 0; i < count; ++i) x(i) = static_cast<Real>(rng.uniform(0.5, 2));
  return Tensor(x);
}

// y = f(x) with the gradient dy slope(x).
template <class Function, class Slope>
TensorFunction function_with(Function f, Slope slope) {
  return [=](const Inputs& in) {
    const Array x = in[0].value();
    const auto dx = [=](const Array& dy) { return dy * map(x, slope); };
    return Tensor::from_op("made_up", map(x, f), {{in[0], dx}});
  };
}

void expect_failure(const TensorFunction& f, const Tensor& x, const std::string& hint) {
  const GradientCheckResult result = check_gradients(f, {x});
  EXPECT_FALSE(result.passed);
  EXPECT_NE(result.message.find(hint), std::string::npos) << result.message;
}

// y = x^2 with a gradient that is `error` too large.
TensorFunction square(double error) {
  const auto factor = static_cast<Real>(2 * (1 + error));
  return function_with([](Real x) { return x * x; }, [=](Real x) { return factor * x; });
}

TEST(GradientCheckHints, TheDefaultToleranceFollowsThePrecision) {
  const double tolerance = kInFloat ? 3e-3 : 1e-6;
  EXPECT_TRUE(check_gradients(square(0.5 * tolerance), {numbers(1)}).passed);
  EXPECT_FALSE(check_gradients(square(2 * tolerance), {numbers(1)}).passed);
  GradientCheckOptions loose;
  loose.tolerance = 4 * tolerance;
  EXPECT_TRUE(check_gradients(square(2 * tolerance), {numbers(1)}, loose).passed);
}

TEST(GradientCheckHints, WrongGradientFunctions) {
  for (const double error : {3 * (kInFloat ? 3e-3 : 1e-6), 0.02, 0.5, -1.0}) {
    expect_failure(square(error), numbers(2), kWrong);
    const auto factor = static_cast<Real>(3 * (1 + error));
    expect_failure(function_with([](Real x) { return std::exp(3 * x); },
                                 [=](Real x) { return factor * std::exp(3 * x); }),
                   Tensor(Array({3}, {Real(-0.3), Real(0.1), Real(0.6)})), kWrong);
  }
}

// relu says 0 at 0: the slope is 0 to the left and 1 to the right.
TEST(GradientCheckHints, KinksAtThePoint) {
  const auto relu_of = [](const Inputs& in) { return relu(in[0]); };
  expect_failure(relu_of, Tensor(Array({3}, {0, 1, 2})), kKink);
  // Neither side's slope: backward() says 0.3 where the slopes are -1 and 1.
  expect_failure(function_with([](Real x) { return std::abs(x); },
                               [](Real x) { return x > 0 ? Real{1} : Real(0.3); }),
                 Tensor(Array({3}, {0, 1, 2})), kKink);
  const auto pool = [](const Inputs& in) { return max_pool2d(in[0], {}); };
  expect_failure(pool, Tensor(Array({1, 1, 2, 2}, {1, 3, 3, 2})), kKink);
}

TEST(GradientCheckHints, KinksBesideThePoint) {
  for (const double share : {-0.7, -0.3, -0.15, 0.05, 0.2, 0.6}) {
    const Tensor x(Array({3}, {static_cast<Real>(share * kStep), 1, 2}));
    expect_failure([](const Inputs& in) { return relu(in[0]); }, x, kKink);
  }
}

// y = x + c is rounded to epsilon c; y = (x + c) - c hides that its last step was exact.
TEST(GradientCheckHints, RoundingIsNoKink) {
  const double unit = kStep / static_cast<double>(std::numeric_limits<Real>::epsilon());
  for (const double share : {0.05, 0.3, 1.0, 3.0, 10.0}) {
    const auto c = static_cast<Real>(share * unit);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      expect_failure([=](const Inputs& in) { return in[0] + c; }, numbers(seed), kRounding);
      if (share > 0.5) continue;  // x + c then moves in steps as large as that of the check
      expect_failure([=](const Inputs& in) { return (in[0] + c) + -c; }, numbers(seed), kRounding);
    }
  }
}

TEST(GradientCheckHints, TooLargeAStep) {
  const double k = 0.6 / kStep;
  const auto f = [=](Real x) { return static_cast<Real>(std::sin(k * x) / k); };
  const auto slope = [=](Real x) { return static_cast<Real>(std::cos(k * x)); };
  for (const double phase : {0.2, 0.6, 1.0}) {
    const auto x = static_cast<Real>(phase / k);
    expect_failure(function_with(f, slope), Tensor(Array({2}, {x, x})), kBends);
  }
}

TEST(GradientCheckHints, OnlyFloatIsSentToDouble) {
  const double c = 0.3 * kStep / static_cast<double>(std::numeric_limits<Real>::epsilon());
  const auto result =
      check_gradients([=](const Inputs& in) { return in[0] + static_cast<Real>(c); }, {numbers(1)});
  const bool sent = result.message.find("check in double precision") != std::string::npos;
  EXPECT_EQ(sent, kInFloat) << result.message;
}

}  // namespace
}  // namespace pixelwise
