// Exercise 08.2, solved: one sum of the kernel for each kind of pixel, then the share.
#include "tutorials/08_checkerboards/exercises/2_share/exercise.h"

namespace pixelwise::yours {

CheckedArray pattern_share(const CheckedArray& kernel, std::int64_t stride) {
  const std::int64_t k = kernel.shape()[0];
  CheckedArray kinds({stride, stride});
  Real mean = 0;
  for (std::int64_t u = 0; u < k; ++u) {
    for (std::int64_t v = 0; v < k; ++v) {
      kinds(u % stride, v % stride) += kernel(u, v);
      mean += kernel(u, v) / static_cast<Real>(stride * stride);
    }
  }
  Real distances = 0, squares = 0;
  for (std::int64_t r = 0; r < stride; ++r) {
    for (std::int64_t c = 0; c < stride; ++c) {
      distances += (kinds(r, c) - mean) * (kinds(r, c) - mean);
      squares += kinds(r, c) * kinds(r, c);
    }
  }
  CheckedArray share({1});
  share(0) = distances / squares;
  return share;
}

}  // namespace pixelwise::yours
