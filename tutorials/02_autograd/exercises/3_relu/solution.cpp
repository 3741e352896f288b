// Exercise 02.3, solved: what was cut off sends nothing back.
#include "tutorials/02_autograd/exercises/3_relu/exercise.h"

namespace pixelwise::yours {

CheckedArray relu(const CheckedArray& x) {
  CheckedArray y(x.shape());
  for (std::int64_t i = 0; i < x.size(); ++i) y.element(i) = x.element(i) > 0 ? x.element(i) : 0;
  return y;
}

CheckedArray relu_dx(const CheckedArray& dy, const CheckedArray& x) {
  CheckedArray dx(x.shape());
  for (std::int64_t i = 0; i < x.size(); ++i) dx.element(i) = x.element(i) > 0 ? dy.element(i) : 0;
  return dx;
}

}  // namespace pixelwise::yours
