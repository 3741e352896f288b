// Exercise 04.3, solved: the same taps, with dw in the place of y.
#include "tutorials/04_convolution/exercises/3_dw/exercise.h"

namespace pixelwise::yours {

CheckedArray conv2d_dw(const CheckedArray& dy, const CheckedArray& x, const Shape& w_shape,
                       std::int64_t stride, std::int64_t padding) {
  const Shape in = x.shape(), out = dy.shape();
  CheckedArray dw(w_shape);
  for (std::int64_t n = 0; n < out[0]; ++n) {
    for (std::int64_t o = 0; o < out[1]; ++o) {
      for (std::int64_t i = 0; i < out[2]; ++i) {
        for (std::int64_t j = 0; j < out[3]; ++j) {
          for (std::int64_t c = 0; c < in[1]; ++c) {
            for (std::int64_t u = 0; u < w_shape[2]; ++u) {
              for (std::int64_t v = 0; v < w_shape[3]; ++v) {
                const std::int64_t row = i * stride + u - padding;
                const std::int64_t column = j * stride + v - padding;
                if (row < 0 || row >= in[2] || column < 0 || column >= in[3]) continue;
                dw(o, c, u, v) += dy(n, o, i, j) * x(n, c, row, column);
              }
            }
          }
        }
      }
    }
  }
  return dw;
}

}  // namespace pixelwise::yours
