// Exercise 05.2, solved: each dy goes to its winner.
#include "tutorials/05_pooling/exercises/2_gradient/exercise.h"

namespace pixelwise::yours {

CheckedArray max_pool_dx(const CheckedArray& dy, const std::vector<std::int64_t>& places,
                         const Shape& x_shape) {
  const Shape out = dy.shape();
  CheckedArray dx(x_shape);
  std::size_t next = 0;
  for (std::int64_t n = 0; n < out[0]; ++n) {
    for (std::int64_t c = 0; c < out[1]; ++c) {
      for (std::int64_t i = 0; i < out[2]; ++i) {
        for (std::int64_t j = 0; j < out[3]; ++j) {
          const std::int64_t place = places[next++];
          dx(n, c, place / x_shape[3], place % x_shape[3]) += dy(n, c, i, j);
        }
      }
    }
  }
  return dx;
}

}  // namespace pixelwise::yours
