#include "gradcheck/gradient_check.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "base/random.h"

namespace pixelwise {
namespace {

// Gradients below this share of the largest one are measured against it.
constexpr double kFloorShare = 1e-3;

// Numbers of either sign, none of them near 0: every output takes part.
Array random_cotangent(const Shape& shape, std::uint64_t seed) {
  Rng rng(seed);
  Array dy = Array::uninitialized(shape);
  Real* values = dy.mutable_data();
  for (std::int64_t i = 0; i < dy.size(); ++i) {
    values[i] = static_cast<Real>(rng.uniform(0.5, 1.5) * (rng.chance(0.5) ? 1 : -1));
  }
  return dy;
}

// sum dy (b - a), in double. Outputs that a change of x leaves alone cancel exactly, where the
// difference of two large sums would keep their rounding errors.
double change(const Array& dy, const Array& a, const Array& b) {
  double sum = 0;
  for (std::int64_t i = 0; i < dy.size(); ++i) {
    if (b(i) == a(i)) continue;
    sum += static_cast<double>(dy(i)) * (static_cast<double>(b(i)) - static_cast<double>(a(i)));
  }
  return sum;
}

// f around the point x, one element moved at a time. `element` counts in memory order here.
class Probe {
 public:
  Probe(const TensorFunction& f, const std::vector<Tensor>& inputs, std::uint64_t seed, double step)
      : f_(f), step_(step) {
    for (const Tensor& input : inputs) point_.push_back(input.detach());
    y_ = evaluate();
    require(y_.size() > 0, "gradient check: the function returns no elements, shape ", y_.shape());
    const Array again = evaluate();
    require(
        std::equal(y_.data(), y_.data() + y_.size(), again.data(),
                   [](Real a, Real b) { return a == b || (a != a && b != b); }),
        "gradient check: the function gives different outputs for the same inputs; does it draw "
        "random numbers (dropout)? Start its generator anew in every call");
    dy_ = random_cotangent(y_.shape(), seed);
  }

  // What backward() says, one Array per input; 0 where no gradient arrived.
  std::vector<Array> analytic() const {
    std::vector<Tensor> parameters;
    for (const Tensor& x : point_) parameters.push_back(Tensor::parameter(x.value()));
    const Tensor y = f_(parameters);
    if (y.requires_grad()) y.backward(dy_);
    std::vector<Array> gradients;
    for (const Tensor& x : parameters) {
      gradients.push_back(x.has_grad() ? x.grad() : Array(x.shape()));
    }
    return gradients;
  }

  double central(std::size_t input, std::int64_t element) {
    const Moved before = moved(input, element, -1), after = moved(input, element, 1);
    return change(dy_, before.y, after.y) / (after.x - before.x);
  }

  // The slopes to the left and to the right, which differ at a kink.
  std::pair<double, double> one_sided(std::size_t input, std::int64_t element) {
    const double x = static_cast<double>(point_[input].value()(element));
    const Moved before = moved(input, element, -1), after = moved(input, element, 1);
    return {change(dy_, before.y, y_) / (x - before.x), change(dy_, y_, after.y) / (after.x - x)};
  }

 private:
  struct Moved {
    double x;  // as it was rounded
    Array y;
  };

  Array evaluate() const {
    const NoGrad no_grad;
    return f_(point_).value();
  }

  Moved moved(std::size_t input, std::int64_t element, int direction) {
    const Real x = point_[input].value()(element);
    const double h = step_ * std::max(1.0, std::abs(static_cast<double>(x)));
    const Real to = static_cast<Real>(static_cast<double>(x) + direction * h);
    point_[input].mutable_value()(element) = to;
    Moved result{static_cast<double>(to), evaluate()};
    point_[input].mutable_value()(element) = x;
    return result;
  }

  const TensorFunction& f_;
  const double step_;
  std::vector<Tensor> point_;
  Array y_, dy_;
};

// From an element in memory to its index as spoken.
std::vector<std::int64_t> logical_position(const Shape& shape, std::int64_t element) {
  const auto strides = memory_strides(shape);
  std::vector<std::int64_t> position;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    position.push_back(element / strides[static_cast<std::size_t>(axis)] % shape[axis]);
  }
  return position;
}

void describe_worst(GradientCheckResult& result, const Shape& shape, std::int64_t element) {
  const std::vector<std::int64_t> position = logical_position(shape, element);
  result.index = 0;
  result.position = "[";
  for (std::size_t axis = 0; axis < position.size(); ++axis) {
    result.index = result.index * shape[static_cast<int>(axis)] + position[axis];
    result.position += text(axis > 0 ? ", " : "", position[axis]);
  }
  result.position += "]";
}

std::string verdict(const GradientCheckResult& result, const GradientCheckOptions& options,
                    const std::pair<double, double>& slopes) {
  const double share = static_cast<double>(result.nonzero) / static_cast<double>(result.compared);
  std::string line = text("gradient check: largest relative error ", result.relative_error,
                          " at input ", result.input, ", index ", result.position, ": numeric ",
                          result.numeric, ", analytic ", result.analytic, " (", result.compared,
                          " elements, ", result.nonzero, " of them not zero)");
  if (result.passed) return line;
  if (result.relative_error < options.tolerance) {
    return text(line, "; failed: only ", 100 * share, " % of the gradients are not zero, and ",
                "comparing 0 with 0 proves nothing; choose inputs that reach the output");
  }
  line += text("; failed: the error must be below ", options.tolerance);
  const auto [left, right] = slopes;
  const double size = std::max({std::abs(left), std::abs(right), std::abs(result.analytic)});
  if (std::abs(left - right) > 1e-2 * size) {
    return text(line, "; the slope is ", left, " to the left and ", right, " to the right: a kink ",
                "(relu at 0, equal values in max-pooling)? Draw inputs away from it");
  }
  return line + "; no kink here, so the gradient function is wrong";
}

}  // namespace

GradientCheckResult check_gradients(const TensorFunction& f, const std::vector<Tensor>& inputs,
                                    const GradientCheckOptions& options) {
  const double step =
      options.step > 0 ? options.step
                       : 4 * std::cbrt(static_cast<double>(std::numeric_limits<Real>::epsilon()));
  Probe probe(f, inputs, options.seed, step);
  const std::vector<Array> analytic = probe.analytic();

  GradientCheckResult result;
  std::vector<std::vector<double>> numeric(inputs.size());
  double largest = 0;
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    for (std::int64_t i = 0; i < analytic[k].size(); ++i) {
      numeric[k].push_back(probe.central(k, i));
      const double a = static_cast<double>(analytic[k](i)), n = numeric[k].back();
      ++result.compared;
      if (a != 0 || n != 0) ++result.nonzero;
      largest = std::max({largest, std::abs(a), std::abs(n)});
    }
  }
  require(result.compared > 0, "gradient check: there are no elements to compare");

  std::int64_t worst = 0;
  double worst_error = -1;
  const double floor = std::max(kFloorShare * largest, std::numeric_limits<double>::min());
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    for (std::int64_t i = 0; i < analytic[k].size(); ++i) {
      const double a = static_cast<double>(analytic[k](i));
      const double n = numeric[k][static_cast<std::size_t>(i)];
      double error = std::abs(a - n) / std::max({std::abs(a), std::abs(n), floor});
      if (!std::isfinite(error)) error = std::numeric_limits<double>::infinity();
      if (error <= worst_error) continue;
      worst_error = error;
      worst = i;
      result.input = k;
      result.numeric = n;
      result.analytic = a;
    }
  }
  result.relative_error = worst_error;
  describe_worst(result, inputs[result.input].shape(), worst);
  result.passed = result.relative_error < options.tolerance &&
                  static_cast<double>(result.nonzero) >=
                      options.min_nonzero_share * static_cast<double>(result.compared);
  result.message = verdict(result, options, probe.one_sided(result.input, worst));
  return result;
}

}  // namespace pixelwise
