// Exercise 10.2, solved: dy goes back to where it came from, and what was cut off gets 0.
#include "tutorials/10_fcn32s/exercises/2_gradient/exercise.h"

namespace pixelwise::yours {

CheckedArray crop_and_fuse_dlarger(const CheckedArray& dy, const Shape& larger_shape,
                                   std::int64_t top, std::int64_t left) {
  const Shape shape = dy.shape();
  CheckedArray dlarger(larger_shape);
  for (std::int64_t n = 0; n < shape[0]; ++n) {
    for (std::int64_t c = 0; c < shape[1]; ++c) {
      for (std::int64_t h = 0; h < shape[2]; ++h) {
        for (std::int64_t w = 0; w < shape[3]; ++w) {
          dlarger(n, c, h + top, w + left) = dy(n, c, h, w);
        }
      }
    }
  }
  return dlarger;
}

}  // namespace pixelwise::yours
