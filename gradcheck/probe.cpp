#include "gradcheck/probe.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "base/random.h"

namespace pixelwise {
namespace {

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

}  // namespace

Probe::Probe(TensorFunction f, const std::vector<Tensor>& inputs, std::uint64_t seed)
    : f_(std::move(f)) {
  for (const Tensor& input : inputs) point_.push_back(input.detach());
  y_ = evaluate();
  require(y_.size() > 0, "gradient check: the function returns no elements, shape ", y_.shape());
  const Array again = evaluate();
  require(std::equal(y_.data(), y_.data() + y_.size(), again.data(),
                     [](Real a, Real b) { return a == b || (a != a && b != b); }),
          "gradient check: the function gives different outputs for the same inputs; does it draw "
          "random numbers (dropout)? Start its generator anew in every call");
  dy_ = random_cotangent(y_.shape(), seed);
}

std::vector<Array> Probe::analytic() const {
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

Slopes Probe::slopes(const ProbePlace& place, double step) {
  const double x = static_cast<double>(point_[place.input].value()(place.element));
  const Moved before = moved(place, -h(place, step)), after = moved(place, h(place, step));
  return {.left = change(dy_, before.y, y_) / (x - before.x),
          .right = change(dy_, y_, after.y) / (after.x - x),
          .central = change(dy_, before.y, after.y) / (after.x - before.x)};
}

// Two estimates, of which the larger counts: every output is rounded to half a machine epsilon; and
// what f rounds inside shows at smaller steps, where the rounding errors of y are divided by less.
// Without rounding, the slopes of three such steps would nearly lie on a line.
double Probe::rounding_error(const ProbePlace& place, double step) {
  double outputs = 0;
  for (std::int64_t i = 0; i < y_.size(); ++i) {
    const double product = static_cast<double>(dy_(i)) * static_cast<double>(y_(i));
    outputs += product * product;
  }
  const double half_epsilon = static_cast<double>(std::numeric_limits<Real>::epsilon()) / 2;

  double variance = 0;
  constexpr int kSteps = 16;  // from 1/16 of the step to nearly all of it
  for (int k = 0; k < kSteps; ++k) {
    const double share = std::pow(2.0, k / 4.0 - 4);
    const auto slope = [&](double part) { return slopes(place, step * share * part).central; };
    // The variance of this sum is 1 + 4 + 1 times that of one slope.
    const double bend = share * (slope(1) - 2 * slope(1.1) + slope(1.2));
    variance += bend * bend / 6 / kSteps;
  }
  return std::max(half_epsilon * std::sqrt(outputs) / h(place, step), std::sqrt(variance));
}

Array Probe::evaluate() const {
  const NoGrad no_grad;
  return f_(point_).value();
}

double Probe::h(const ProbePlace& place, double step) const {
  const double x = static_cast<double>(point_[place.input].value()(place.element));
  return step * std::max(1.0, std::abs(x));
}

Probe::Moved Probe::moved(const ProbePlace& place, double by) {
  Array& values = point_[place.input].mutable_value();
  const Real x = values(place.element);
  const Real to = static_cast<Real>(static_cast<double>(x) + by);
  values(place.element) = to;
  Moved result{static_cast<double>(to), evaluate()};
  point_[place.input].mutable_value()(place.element) = x;
  return result;
}

}  // namespace pixelwise
