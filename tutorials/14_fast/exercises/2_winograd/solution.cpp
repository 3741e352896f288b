// Exercise 14.2, solved: the four products of the page, taken apart.
#include "tutorials/14_fast/exercises/2_winograd/exercise.h"

namespace pixelwise::yours {

CheckedArray input_transform(const CheckedArray& d) {
  CheckedArray t({4});
  t(0) = d(0) - d(2);
  t(1) = d(1) + d(2);
  t(2) = d(2) - d(1);
  t(3) = d(3) - d(1);
  return t;
}

CheckedArray filter_transform(const CheckedArray& g) {
  CheckedArray t({4});
  t(0) = g(0);
  t(1) = (g(0) + g(1) + g(2)) / 2;
  t(2) = (g(0) - g(1) + g(2)) / 2;
  t(3) = g(2);
  return t;
}

CheckedArray output_transform(const CheckedArray& m) {
  CheckedArray y({2});
  y(0) = m(0) + m(1) + m(2);
  y(1) = m(1) - m(2) + m(3);
  return y;
}

}  // namespace pixelwise::yours
