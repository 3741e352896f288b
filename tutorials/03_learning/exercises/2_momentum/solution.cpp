// Exercise 03.2, solved.
#include "tutorials/03_learning/exercises/2_momentum/exercise.h"

namespace pixelwise::yours {

void momentum_step(CheckedArray& value, CheckedArray& velocity, const CheckedArray& gradient,
                   Real lr, Real momentum) {
  for (std::int64_t i = 0; i < value.size(); ++i) {
    velocity.element(i) = momentum * velocity.element(i) + gradient.element(i);
    value.element(i) -= lr * velocity.element(i);
  }
}

}  // namespace pixelwise::yours
