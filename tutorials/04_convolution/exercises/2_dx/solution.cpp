// Exercise 04.2, solved: the taps of the forward pass, with dx in the place of y.
#include "tutorials/04_convolution/exercises/2_dx/exercise.h"

namespace pixelwise::yours {

CheckedArray conv2d_dx(const CheckedArray& dy, const CheckedArray& w, const Shape& x_shape,
                       std::int64_t stride, std::int64_t padding) {
  const Shape out = dy.shape();
  const std::int64_t k = w.shape()[2];
  CheckedArray dx(x_shape);
  for (std::int64_t n = 0; n < out[0]; ++n) {
    for (std::int64_t o = 0; o < out[1]; ++o) {
      for (std::int64_t i = 0; i < out[2]; ++i) {
        for (std::int64_t j = 0; j < out[3]; ++j) {
          for (std::int64_t c = 0; c < x_shape[1]; ++c) {
            for (std::int64_t u = 0; u < k; ++u) {
              for (std::int64_t v = 0; v < k; ++v) {
                const std::int64_t row = i * stride + u - padding;
                const std::int64_t column = j * stride + v - padding;
                if (row < 0 || row >= x_shape[2] || column < 0 || column >= x_shape[3]) continue;
                dx(n, c, row, column) += dy(n, o, i, j) * w(o, c, u, v);
              }
            }
          }
        }
      }
    }
  }
  return dx;
}

}  // namespace pixelwise::yours
