// Exercise 07.3, solved: the taps of the forward pass, with dw in the place of y.
#include "tutorials/07_transposed_convolution/exercises/3_dw/exercise.h"

namespace pixelwise::yours {

CheckedArray conv_transpose2d_dw(const CheckedArray& dy, const CheckedArray& x,
                                 const Shape& w_shape, std::int64_t stride, std::int64_t padding) {
  const Shape in = x.shape(), out = dy.shape();
  const std::int64_t k = w_shape[2];

  CheckedArray dw(w_shape);
  for (std::int64_t n = 0; n < in[0]; ++n) {
    for (std::int64_t c = 0; c < in[1]; ++c) {
      for (std::int64_t i = 0; i < in[2]; ++i) {
        for (std::int64_t j = 0; j < in[3]; ++j) {
          for (std::int64_t o = 0; o < out[1]; ++o) {
            for (std::int64_t u = 0; u < k; ++u) {
              for (std::int64_t v = 0; v < k; ++v) {
                const std::int64_t row = i * stride + u - padding;
                const std::int64_t column = j * stride + v - padding;
                if (row < 0 || row >= out[2] || column < 0 || column >= out[3]) continue;
                dw(c, o, u, v) += dy(n, o, row, column) * x(n, c, i, j);
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
