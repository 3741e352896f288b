#include "gradcheck/gradient_check.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "gradcheck/probe.h"

namespace pixelwise {
namespace {

constexpr bool kInFloat = sizeof(Real) == sizeof(float);

// What a number type can do. Two things spoil a central difference: it is off by O(h^2), and
// rounding is divided by h. In double there is a wide range of h where both are small. In float
// there is hardly any: with h = 0.0075, single outputs are good to about 1e-5, and sums of many,
// with terms that cancel, to a thousandth of the largest gradient.
struct Precision {
  double tolerance;
  double step;
  double floor_share;  // gradients below this share of the largest one are measured against it
};

Precision precision() {
  const double root = std::cbrt(static_cast<double>(std::numeric_limits<Real>::epsilon()));
  return kInFloat ? Precision{.tolerance = 3e-3, .step = 1.5 * root, .floor_share = 0.1}
                  : Precision{.tolerance = 1e-6, .step = 4 * root, .floor_share = 1e-3};
}

// From an element in memory to its index as spoken.
std::vector<std::int64_t> logical_position(const Shape& shape, std::int64_t element) {
  const auto strides = memory_strides(shape);
  std::vector<std::int64_t> position;
  for (int axis = 0; axis < shape.rank(); ++axis) {
    position.push_back(element / strides[static_cast<std::size_t>(axis)] % shape[axis]);
  }
  return position;
}

void describe_worst(GradientCheckResult& result, const ProbePlace& worst, const Shape& shape) {
  const std::vector<std::int64_t> position = logical_position(shape, worst.element);
  result.input = worst.input;
  result.index = 0;
  result.position = "[";
  for (std::size_t axis = 0; axis < position.size(); ++axis) {
    result.index = result.index * shape[static_cast<int>(axis)] + position[axis];
    result.position += text(axis > 0 ? ", " : "", position[axis]);
  }
  result.position += "]";
}

// The error |analytic - numeric| / max(|analytic|, |numeric|, floor).
double relative_error(double analytic, double numeric, double floor) {
  const double error =
      std::abs(analytic - numeric) / std::max({std::abs(analytic), std::abs(numeric), floor});
  return std::isfinite(error) ? error : std::numeric_limits<double>::infinity();
}

// Why do the two differ? Four causes, and each changes in its way with the step h:
//
//   rounding    grows as 1/h, at random: the error is no larger than it
//   a kink      the slopes to the left and right stay apart when h falls; or the kink lies beside
//               x, and the slope on the other side is the analytic one
//   curvature   the error falls as h^2
//   a mistake   the error stays
std::string hint(Probe& probe, const ProbePlace& place, double analytic, double step) {
  const Slopes at = probe.slopes(place, step), closer = probe.slopes(place, step / 4);
  const double error = std::abs(analytic - at.central);
  const double rounding = 6 * probe.rounding_error(place, step);
  if (error < rounding) {
    return text("rounding: the numeric gradient is only known to about ", rounding,
                kInFloat ? " in float, so this check cannot tell; check in double precision"
                         : ", so this check cannot tell; choose inputs that give smaller outputs");
  }
  const double gap = std::abs(at.right - at.left),
               closer_gap = std::abs(closer.right - closer.left);
  const double size = std::max({std::abs(at.left), std::abs(at.right), std::abs(analytic)});
  const auto off_one_side = [&](const Slopes& s) {
    return std::min(std::abs(s.left - analytic), std::abs(s.right - analytic));
  };
  // Rounding moves a gap by up to 3.5 times what it does to a slope, and 4 times that at h / 4.
  const bool apart = gap > std::max(1e-2 * size, 3 * rounding);
  const bool beside = off_one_side(at) < 0.05 * gap && off_one_side(closer) < 0.05 * gap;
  if (apart && (closer_gap > 0.5 * gap || beside)) {
    return text("the slope is ", at.left, " to the left and ", at.right, " to the right: a kink ",
                "(relu at 0, equal values in max-pooling)? Draw inputs away from it");
  }
  const double closer_error = std::abs(analytic - closer.central);
  if (closer_error < error / 4) {
    return text("with a quarter of the step the difference falls from ", error, " to ",
                closer_error, ": the function bends too much for this step; choose a smaller one");
  }
  return "neither a kink nor rounding explains it, so the gradient function is wrong";
}

std::string summary(const GradientCheckResult& r) {
  return text("gradient check: largest relative error ", r.relative_error, " at input ", r.input,
              ", index ", r.position, ": numeric ", r.numeric, ", analytic ", r.analytic, " (",
              r.compared, " elements, ", r.nonzero, " of them not zero)");
}

// The verdict, and the message that explains it.
void judge(GradientCheckResult& result, const GradientCheckOptions& o, Probe& probe,
           const ProbePlace& worst) {
  result.message = summary(result);
  const bool close = result.relative_error < o.tolerance;
  const double share = static_cast<double>(result.nonzero) / static_cast<double>(result.compared);
  result.passed = close && share >= o.min_nonzero_share;
  if (result.passed) return;
  if (close) {
    result.message +=
        text("; failed: only ", 100 * share, " % of the gradients are not zero, and ",
             "comparing 0 with 0 proves nothing; choose inputs that reach the output");
    return;
  }
  result.message += text("; failed: the error must be below ", o.tolerance, "; ",
                         hint(probe, worst, result.analytic, o.step));
}

}  // namespace

GradientCheckResult check_gradients(const TensorFunction& f, const std::vector<Tensor>& inputs,
                                    const GradientCheckOptions& options) {
  GradientCheckOptions o = options;
  if (o.tolerance == 0) o.tolerance = precision().tolerance;
  if (o.step == 0) o.step = precision().step;
  Probe probe(f, inputs, o.seed);
  const std::vector<Array> analytic = probe.analytic();

  GradientCheckResult result;
  std::vector<std::vector<double>> numeric(inputs.size());
  double largest = 0;
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    for (std::int64_t i = 0; i < analytic[k].size(); ++i) {
      numeric[k].push_back(probe.slopes({k, i}, o.step).central);
      const double a = static_cast<double>(analytic[k](i)), n = numeric[k].back();
      ++result.compared;
      if (a != 0 || n != 0) ++result.nonzero;
      largest = std::max({largest, std::abs(a), std::abs(n)});
    }
  }
  require(result.compared > 0, "gradient check: there are no elements to compare");

  ProbePlace worst;
  result.relative_error = -1;
  const double floor =
      std::max(precision().floor_share * largest, std::numeric_limits<double>::min());
  for (std::size_t k = 0; k < inputs.size(); ++k) {
    for (std::int64_t i = 0; i < analytic[k].size(); ++i) {
      const double a = static_cast<double>(analytic[k](i));
      const double n = numeric[k][static_cast<std::size_t>(i)];
      const double error = relative_error(a, n, floor);
      if (error <= result.relative_error) continue;
      worst = {k, i};
      result.relative_error = error;
      result.numeric = n;
      result.analytic = a;
    }
  }
  describe_worst(result, worst, inputs[worst.input].shape());
  judge(result, o, probe, worst);
  return result;
}

}  // namespace pixelwise
