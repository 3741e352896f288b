// The usual mistakes in ReLU and its gradient, and what to say of each.
#include <cmath>

#include "tutorials/02_autograd/exercises/3_relu/relu_answer.h"

namespace pixelwise {
namespace {

// Both functions from one formula for y(x) and one for dx(dy, x).
template <Real (*formula)(Real)>
CheckedArray each(const CheckedArray& x) {
  CheckedArray y(x.shape());
  for (std::int64_t i = 0; i < x.size(); ++i) y.element(i) = formula(x.element(i));
  return y;
}

template <Real (*formula)(Real, Real)>
CheckedArray each_pair(const CheckedArray& dy, const CheckedArray& x) {
  CheckedArray dx(x.shape());
  for (std::int64_t i = 0; i < x.size(); ++i) dx.element(i) = formula(dy.element(i), x.element(i));
  return dx;
}

Real right(Real x) { return x > 0 ? x : 0; }
Real magnitude(Real x) { return std::abs(x); }
Real below(Real x) { return x < 0 ? x : 0; }
Real passes(Real dy, Real x) { return x > 0 ? dy : 0; }
Real passes_at_zero(Real dy, Real x) { return x >= 0 ? dy : 0; }
Real slope(Real, Real x) { return x > 0 ? 1 : 0; }
Real relu_of_dy(Real dy, Real) { return dy > 0 ? dy : 0; }
Real both(Real dy, Real x) { return x > 0 && dy > 0 ? dy : 0; }
Real times_x(Real dy, Real x) { return x > 0 ? dy * x : 0; }
Real everything(Real dy, Real) { return dy; }

}  // namespace

std::vector<Mutant<ReluAnswer>> mutants() {
  return {
      {"dx, the sign of dy",
       "In relu_dx you ask whether dy is positive. It is x that decides: a negative dy passes "
       "where x was above 0.",
       {each<right>, each_pair<relu_of_dy>}},
      {"dx, x and dy both positive",
       "In relu_dx negative gradients are cut off as well. Only x decides; gradients have either "
       "sign.",
       {each<right>, each_pair<both>}},
      {"dx, the slope alone",
       "relu_dx returns the slope, 1 or 0. The chain rule multiplies it by dy.",
       {each<right>, each_pair<slope>}},
      {"dx, times x",
       "relu_dx multiplies dy by y. The slope of y = x is 1, not x.",
       {each<right>, each_pair<times_x>}},
      {"dx, 1 at zero",
       "Only elements with x = 0 differ: there the slope is taken to be 0. Ask x > 0, not x >= 0.",
       {each<right>, each_pair<passes_at_zero>}},
      {"dx, everything passes",
       "relu_dx lets everything pass. Where x was cut off, a small change of x changes nothing: "
       "the gradient is 0 there.",
       {each<right>, each_pair<everything>}},
      {"y, the absolute value",
       "relu returns |x|. Negative numbers become 0, not positive.",
       {each<magnitude>, each_pair<passes>}},
      {"y, min in place of max",
       "relu keeps the negative numbers: it is max(x, 0), not min(x, 0).",
       {each<below>, each_pair<passes>}},
  };
}

}  // namespace pixelwise
