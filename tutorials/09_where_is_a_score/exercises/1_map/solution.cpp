// Exercise 09.1, solved: one line after the other.
#include "tutorials/09_where_is_a_score/exercises/1_map/exercise.h"

namespace pixelwise::yours {

CheckedArray coordinate_map(const CheckedArray& layers) {
  CheckedArray result({2});
  Real &a = result(0), &b = result(1);
  a = 1;
  for (std::int64_t l = 0; l < layers.shape()[0]; ++l) {
    const Real k = layers(l, 0), s = layers(l, 1), p = layers(l, 2);
    const bool is_transposed = layers(l, 3) == 1;
    const Real a_layer = is_transposed ? s : 1 / s;
    const Real b_layer = is_transposed ? (k - 1) / 2 - p : (p - (k - 1) / 2) / s;
    a = a_layer * a;
    b = a_layer * b + b_layer;
  }
  return result;
}

}  // namespace pixelwise::yours
