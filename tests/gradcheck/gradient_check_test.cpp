// The gradient check itself: right gradients pass, each kind of wrong gradient is caught, and the
// message says where. In double precision.
#include "gradcheck/gradient_check.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "autograd/array_math.h"
#include "autograd/ops.h"
#include "base/random.h"
#include "gradcheck/grid/wrong_ops.h"

namespace pixelwise {
namespace {

using Inputs = std::vector<Tensor>;

Tensor ramp(const Shape& shape, double first = 0.3, double step = 0.17) {
  std::vector<Real> values;
  for (std::int64_t i = 0; i < shape.size(); ++i) {
    values.push_back(static_cast<Real>(first + step * static_cast<double>(i)));
  }
  return Tensor(Array(shape, values));
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(GradientCheckTest, RunsInDouble) { EXPECT_EQ(sizeof(Real), sizeof(double)); }

TEST(GradientCheckTest, PassesRightGradientsOfEveryElement) {
  const auto result = check_gradients(
      [](const Inputs& x) { return pixelwise::tanh(x[0] * x[1]) / (x[1] + Real{1}); },
      {ramp({2, 3, 2, 2}, -0.9, 0.07), ramp({1, 3, 1, 1})});
  EXPECT_TRUE(result.passed) << result.message;
  EXPECT_EQ(result.compared, 24 + 3);
  EXPECT_EQ(result.nonzero, 27);
  EXPECT_LT(result.relative_error, 1e-8);
}

// y = x^2 with a gradient of `factor` x instead of 2 x, wrong only where `at` says so.
TensorFunction square_with_gradient(double factor, std::int64_t at = -1) {
  return [=](const Inputs& inputs) {
    const Array x = inputs[0].value();
    return Tensor::from_op("square", x * x, {{inputs[0], [=](const Array& dy) {
                                                Array dx = dy * x * 2;
                                                for (std::int64_t i = 0; i < dx.size(); ++i) {
                                                  if (at < 0 || i == at)
                                                    dx(i) =
                                                        dy(i) * x(i) * static_cast<Real>(factor);
                                                }
                                                return dx;
                                              }}});
  };
}

TEST(GradientCheckTest, MeasuresTheRelativeError) {
  EXPECT_LT(check_gradients(square_with_gradient(2), {ramp({3})}).relative_error, 1e-8);
  // |2 - 1| / max(2, 1) = 1/2; a thousandth more gives 1e-3 / 1.001.
  EXPECT_NEAR(check_gradients(square_with_gradient(1), {ramp({3})}).relative_error, 0.5, 1e-8);
  EXPECT_NEAR(check_gradients(square_with_gradient(2.002), {ramp({3})}).relative_error,
              1e-3 / 1.001, 1e-8);
  // Errors a little above and a little below the tolerance of 1e-6.
  EXPECT_FALSE(check_gradients(square_with_gradient(2 * (1 + 2e-6)), {ramp({3})}).passed);
  EXPECT_TRUE(check_gradients(square_with_gradient(2 * (1 + 5e-7)), {ramp({3})}).passed);
}

TEST(GradientCheckTest, FindsASingleWrongElementAndSaysWhere) {
  // Memory is channels-last: element 7 of [1, 3, 2, 2] is h = 1, w = 0, c = 1, that is index 6.
  const auto result = check_gradients(square_with_gradient(3, 7), {ramp({1, 3, 2, 2})});
  EXPECT_FALSE(result.passed);
  EXPECT_EQ(result.input, 0U);
  EXPECT_EQ(result.position, "[0, 1, 1, 0]");
  EXPECT_EQ(result.index, 6);
  EXPECT_NEAR(result.analytic / result.numeric, 1.5, 1e-6);
  EXPECT_TRUE(contains(result.message,
                       "largest relative error 0.333333 at input 0, index "
                       "[0, 1, 1, 0]: numeric "))
      << result.message;
  EXPECT_TRUE(contains(result.message, ", analytic ")) << result.message;
  EXPECT_TRUE(contains(result.message, "(12 elements, 12 of them not zero)")) << result.message;
  EXPECT_TRUE(contains(result.message,
                       "neither a kink nor rounding explains it, so the gradient "
                       "function is wrong"))
      << result.message;
}

TEST(GradientCheckTest, NamesTheInput) {
  const auto result =
      check_gradients([](const Inputs& x) { return x[0] + square_with_gradient(1)({x[1]}); },
                      {ramp({4}), ramp({4})});
  EXPECT_FALSE(result.passed);
  EXPECT_EQ(result.input, 1U);
  EXPECT_TRUE(contains(result.message, "at input 1, index [")) << result.message;
}

TEST(GradientCheckTest, CatchesEveryDeliberatelyWrongOperation) {
  for (const OpCase& wrong : wrong_op_cases()) {
    const auto result = check_gradients(wrong.run, draw_inputs(wrong));
    EXPECT_FALSE(result.passed) << wrong.op << ": " << wrong.label;
    EXPECT_GT(result.relative_error, 0.1) << wrong.op << ": " << wrong.label;
  }
}

TEST(GradientCheckTest, CatchesAMissingGradient) {
  const auto result = check_gradients([](const Inputs& x) { return x[0] * x[1].detach(); },
                                      {ramp({2, 3}), ramp({2, 3})});
  EXPECT_FALSE(result.passed);
  EXPECT_EQ(result.input, 1U);
  EXPECT_EQ(result.analytic, 0);
  EXPECT_NEAR(result.relative_error, 1, 1e-12);
}

TEST(GradientCheckTest, CatchesAGradientThatIsNotANumber) {
  const auto result = check_gradients(
      square_with_gradient(std::numeric_limits<double>::quiet_NaN(), 1), {ramp({3})});
  EXPECT_FALSE(result.passed);
  EXPECT_TRUE(std::isinf(result.relative_error));
  EXPECT_EQ(result.position, "[1]");
}

TEST(GradientCheckTest, RefusesToCompareZeroWithZero) {
  const TensorFunction corner = [](const Inputs& x) { return crop(x[0], 0, 0, 1, 1); };
  const auto result = check_gradients(corner, {ramp({1, 1, 3, 4})});
  EXPECT_FALSE(result.passed);
  EXPECT_EQ(result.compared, 12);
  EXPECT_EQ(result.nonzero, 1);
  EXPECT_TRUE(contains(result.message, "comparing 0 with 0 proves nothing")) << result.message;
  GradientCheckOptions options;
  options.min_nonzero_share = 0.05;
  EXPECT_TRUE(check_gradients(corner, {ramp({1, 1, 3, 4})}, options).passed);
}

TEST(GradientCheckTest, MeasuresCancelledGradientsAgainstTheWholeGradient) {
  // dy/dx0 = 1, dy/dx1 = x1^2 - x1^2 = 0 up to rounding: no relative error of 1 for 1e-16.
  const auto result = check_gradients(
      [](const Inputs& x) {
        const Tensor cube = x[1] * x[1] * x[1];
        return x[0] + (cube - cube * Real(1.0 / 3) * Real(3));
      },
      {ramp({4}), ramp({4})});
  EXPECT_TRUE(result.passed) << result.message;
}

TEST(GradientCheckTest, IsTheSameForTheSameSeed) {
  const TensorFunction f = [](const Inputs& x) { return softmax(x[0]); };
  GradientCheckOptions other;
  other.seed = 1;
  const auto first = check_gradients(f, {ramp({2, 5})});
  EXPECT_EQ(first.message, check_gradients(f, {ramp({2, 5})}).message);
  EXPECT_NE(first.message, check_gradients(f, {ramp({2, 5})}, other).message);
}

TEST(GradientCheckTest, LeavesTheInputsAlone) {
  const Tensor x = Tensor::parameter(ramp({3}).value());
  const std::vector<Real> before = x.value().to_vector();
  check_gradients([](const Inputs& inputs) { return pixelwise::exp(inputs[0]); }, {x});
  EXPECT_EQ(x.value().to_vector(), before);
  EXPECT_FALSE(x.has_grad());
}

TEST(GradientCheckTest, ExplainsMisuse) {
  const auto message_of = [](const TensorFunction& f, const Inputs& inputs) -> std::string {
    try {
      check_gradients(f, inputs);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "no error";
  };
  Rng rng(5);
  EXPECT_TRUE(
      contains(message_of([&](const Inputs& x) { return dropout(x[0], 0.5, rng); }, {ramp({4, 5})}),
               "gradient check: the function gives different outputs for the same inputs"));
  EXPECT_EQ(message_of([](const Inputs&) { return ramp({2}); }, {}),
            "gradient check: there are no elements to compare");
}

}  // namespace
}  // namespace pixelwise
