// Exercise 03.3, solved.
#include <cmath>

#include "tutorials/03_learning/exercises/3_adam/exercise.h"

namespace pixelwise::yours {

void adam_step(CheckedArray& value, CheckedArray& m, CheckedArray& v, const CheckedArray& gradient,
               Real lr, int t) {
  const Real b1 = 0.9, b2 = 0.999, eps = 1e-8;
  for (std::int64_t i = 0; i < value.size(); ++i) {
    const Real g = gradient.element(i);
    m.element(i) = b1 * m.element(i) + (1 - b1) * g;
    v.element(i) = b2 * v.element(i) + (1 - b2) * g * g;
    const Real mean = m.element(i) / (1 - std::pow(b1, static_cast<Real>(t)));
    const Real square = v.element(i) / (1 - std::pow(b2, static_cast<Real>(t)));
    value.element(i) -= lr * mean / (std::sqrt(square) + eps);
  }
}

}  // namespace pixelwise::yours
