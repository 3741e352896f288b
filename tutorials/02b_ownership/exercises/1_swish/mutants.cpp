// The usual mistakes in swish and its gradient, and what to say of each.
#include <cmath>

#include "tutorials/02b_ownership/exercises/1_swish/swish_pair.h"

namespace pixelwise {
namespace {

using Formula = Real (*)(Real x, Real s, Real dy);

template <Formula y_of, Formula dx_of>
SwishPair pair() {
  return {[](const CheckedArray& x) {
            CheckedArray y(x.shape());
            for (std::int64_t i = 0; i < x.size(); ++i) {
              const Real v = x.element(i);
              y.element(i) = y_of(v, 1 / (1 + std::exp(-v)), 0);
            }
            return y;
          },
          [](const CheckedArray& dy, const CheckedArray& x) {
            CheckedArray dx(x.shape());
            for (std::int64_t i = 0; i < x.size(); ++i) {
              const Real v = x.element(i);
              dx.element(i) = dx_of(v, 1 / (1 + std::exp(-v)), dy.element(i));
            }
            return dx;
          }};
}

Real right_y(Real x, Real s, Real) { return x * s; }
Real sigmoid_only(Real, Real s, Real) { return s; }
Real wrong_sign(Real x, Real s, Real) { return x * (1 - s); }
Real right_dx(Real x, Real s, Real dy) { return dy * (s + x * s * (1 - s)); }
Real first_part(Real, Real s, Real dy) { return dy * s; }
Real second_part(Real x, Real s, Real dy) { return dy * x * s * (1 - s); }
Real without_dy(Real x, Real s, Real) { return s + x * s * (1 - s); }
Real slope_of_sigmoid(Real, Real s, Real dy) { return dy * s * (1 - s); }
Real without_x(Real, Real s, Real dy) { return dy * (s + s * (1 - s)); }
Real dy_once(Real x, Real s, Real dy) { return dy * s + x * s * (1 - s); }

}  // namespace

std::vector<Mutant<SwishPair>> mutants() {
  return {
      {"the sigmoid alone", "Your y is the sigmoid of x. Swish is x times this sigmoid.",
       pair<sigmoid_only, right_dx>()},
      {"the sigmoid of -x",
       "This is what comes out with 1 / (1 + exp(x)). In swish it is exp(-x): for large x the "
       "sigmoid goes to 1.",
       pair<wrong_sign, right_dx>()},
      {"only the sigmoid in the slope",
       "This is what comes out when x * s is derived as if s were a constant. s depends on x, too: "
       "there is a second term, x s (1 - s).",
       pair<right_y, first_part>()},
      {"only the slope of the sigmoid times x",
       "This is what comes out when x * s is derived as if the factor x were a constant. There is "
       "a first term, s.",
       pair<right_y, second_part>()},
      {"dy forgotten",
       "This is the slope of swish without dy, as if dy were 1 everywhere. The gradient is dy "
       "times the slope.",
       pair<right_y, without_dy>()},
      {"the slope of the sigmoid",
       "This is the gradient of the sigmoid, s (1 - s). Swish is x s: derive a product.",
       pair<right_y, slope_of_sigmoid>()},
      {"x forgotten in the second term",
       "This is what comes out with s + s (1 - s). The second term is x s (1 - s).",
       pair<right_y, without_x>()},
      {"dy for the first term only",
       "This is what comes out when dy multiplies the first term only. Both belong to the slope: "
       "dy * (s + x s (1 - s)).",
       pair<right_y, dy_once>()},
  };
}

}  // namespace pixelwise
