// The gradient check: are the derivatives that backward() computes those of the function?
//
// For a random cotangent dy the scalar L(x) = sum dy f(x) has the gradient that backward(dy)
// returns (the analytic one), and for every single element of every input
//
//   dL/dx_i = (L(x + h e_i) - L(x - h e_i)) / 2h + O(h^2)        (the numeric one)
//
// h is a small multiple of the cube root of the machine epsilon, where the O(h^2) and the rounding
// of f balance. In double the two agree to 1e-7 or better. In float they agree to 3e-3 at best,
// which hides real mistakes: check in double where you can.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gradcheck/probe.h"

namespace pixelwise {

struct GradientCheckOptions {
  double tolerance = 0;  // on the relative error; 0: 1e-6 in double, 3e-3 in float
  double step = 0;       // h relative to max(1, |x|); 0: 4 cbrt(machine epsilon)
  double floor_share = 0;
  std::uint64_t seed = 0;  // of the cotangent

  /// The least share of elements whose gradient is not 0: comparing 0 with 0 proves nothing.
  double min_nonzero_share = 0.2;
};

struct GradientCheckResult {
  bool passed = false;

  /// |analytic - numeric| / max(|analytic|, |numeric|, floor), the largest over all elements. The
  /// floor is a thousandth (in float a tenth) of the largest gradient of all inputs: errors of
  /// elements that are nearly 0 by cancellation are measured against the size of the whole
  /// gradient.
  double relative_error = 0;

  /// Where it is: the input, the element in logical order, and as [n, c, h, w].
  std::size_t input = 0;
  std::int64_t index = 0;
  std::string position;
  double numeric = 0;
  double analytic = 0;

  std::int64_t compared = 0;  // elements of all inputs
  std::int64_t nonzero = 0;   // of these, with a gradient that is not 0

  /// One line: all of the above, and after a failure its cause as far as the numbers show it: a
  /// wrong gradient function, a kink, rounding, or a step that is too large.
  std::string message;
};

/// Compares the gradients of f with respect to all elements of all inputs. Only the inputs' values
/// are taken; they are not changed. Throws std::invalid_argument if there is nothing to compare, or
/// if f gives different outputs for the same inputs.
GradientCheckResult check_gradients(const TensorFunction& f, const std::vector<Tensor>& inputs,
                                    const GradientCheckOptions& options = {});

}  // namespace pixelwise
