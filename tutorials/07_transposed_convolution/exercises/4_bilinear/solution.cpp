// Exercise 07.4, solved: the product of two tents.
#include <cmath>

#include "tutorials/07_transposed_convolution/exercises/4_bilinear/exercise.h"

namespace pixelwise::yours {

CheckedArray bilinear(std::int64_t factor) {
  const auto f = static_cast<Real>(factor);
  const Real middle = f - Real(0.5);
  CheckedArray w({2 * factor, 2 * factor});
  for (std::int64_t u = 0; u < 2 * factor; ++u) {
    for (std::int64_t v = 0; v < 2 * factor; ++v) {
      const Real rows = 1 - std::abs(static_cast<Real>(u) - middle) / f;
      const Real columns = 1 - std::abs(static_cast<Real>(v) - middle) / f;
      w(u, v) = rows * columns;
    }
  }
  return w;
}

}  // namespace pixelwise::yours
