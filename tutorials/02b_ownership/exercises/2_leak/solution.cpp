// Exercise 02b.2, solved: own the inputs, look at the result.
#include "tutorials/02b_ownership/exercises/2_leak/exercise.h"

namespace pixelwise::yours {

NumberPtr product(const NumberPtr& a, const NumberPtr& b) {
  auto y = std::make_shared<Number>(a->value * b->value);
  y->send = [a, b, self = y.get()] {
    a->gradient += self->gradient * b->value;
    b->gradient += self->gradient * a->value;
  };
  return y;
}

}  // namespace pixelwise::yours
