// Exercise 10.3, solved: a frozen layer is not changed, but it hands the gradient on.
#include <vector>

#include "tutorials/10_fcn32s/exercises/3_frozen/exercise.h"

namespace pixelwise::yours {

CheckedArray training_step(const CheckedArray& w, const CheckedArray& learns, Real x, Real dy,
                           Real lr) {
  const std::int64_t layers = w.shape()[0];
  std::vector<Real> input;
  Real value = x;
  for (std::int64_t l = 0; l < layers; ++l) {
    input.push_back(value);
    value *= w(l);
  }

  CheckedArray after = w;
  Real g = dy;  // dL/d(output of layer l)
  for (std::int64_t l = layers - 1; l >= 0; --l) {
    if (learns(l) == 1) after(l) -= lr * g * input[static_cast<std::size_t>(l)];
    g *= w(l);  // whether it learns or not
  }
  return after;
}

}  // namespace pixelwise::yours
