// Exercise 07.2, solved: every x collects from the places where its copies were pasted.
#include "tutorials/07_transposed_convolution/exercises/2_dx/exercise.h"

namespace pixelwise::yours {

CheckedArray conv_transpose2d_dx(const CheckedArray& dy, const CheckedArray& w,
                                 const Shape& x_shape, std::int64_t stride, std::int64_t padding) {
  const std::int64_t outputs = w.shape()[1], k = w.shape()[2];
  const std::int64_t oh = dy.shape()[2], ow = dy.shape()[3];

  CheckedArray dx(x_shape);
  for (std::int64_t n = 0; n < x_shape[0]; ++n) {
    for (std::int64_t c = 0; c < x_shape[1]; ++c) {
      for (std::int64_t i = 0; i < x_shape[2]; ++i) {
        for (std::int64_t j = 0; j < x_shape[3]; ++j) {
          for (std::int64_t o = 0; o < outputs; ++o) {
            for (std::int64_t u = 0; u < k; ++u) {
              for (std::int64_t v = 0; v < k; ++v) {
                const std::int64_t row = i * stride + u - padding;
                const std::int64_t column = j * stride + v - padding;
                if (row < 0 || row >= oh || column < 0 || column >= ow) continue;
                dx(n, c, i, j) += dy(n, o, row, column) * w(c, o, u, v);
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
