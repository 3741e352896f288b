// Exercise 10.1, solved: the cell of `larger` under (h, w) is (h + top, w + left).
#include "tutorials/10_fcn32s/exercises/1_crop_and_fuse/exercise.h"

namespace pixelwise::yours {

CheckedArray crop_and_fuse(const CheckedArray& frame, const CheckedArray& larger, std::int64_t top,
                           std::int64_t left) {
  const Shape shape = frame.shape();
  CheckedArray y(shape);
  for (std::int64_t n = 0; n < shape[0]; ++n) {
    for (std::int64_t c = 0; c < shape[1]; ++c) {
      for (std::int64_t h = 0; h < shape[2]; ++h) {
        for (std::int64_t w = 0; w < shape[3]; ++w) {
          y(n, c, h, w) = frame(n, c, h, w) + larger(n, c, h + top, w + left);
        }
      }
    }
  }
  return y;
}

}  // namespace pixelwise::yours
