// Exercise 07.1, solved: every number of x pastes a copy of its kernels into y.
#include "tutorials/07_transposed_convolution/exercises/1_forward/exercise.h"

namespace pixelwise::yours {

CheckedArray conv_transpose2d_forward(const CheckedArray& x, const CheckedArray& w,
                                      std::int64_t stride, std::int64_t padding) {
  const std::int64_t images = x.shape()[0], channels = x.shape()[1];
  const std::int64_t height = x.shape()[2], width = x.shape()[3];
  const std::int64_t outputs = w.shape()[1], k = w.shape()[2];
  const std::int64_t oh = (height - 1) * stride + k - 2 * padding;
  const std::int64_t ow = (width - 1) * stride + k - 2 * padding;

  CheckedArray y({images, outputs, oh, ow});
  for (std::int64_t n = 0; n < images; ++n) {
    for (std::int64_t c = 0; c < channels; ++c) {
      for (std::int64_t i = 0; i < height; ++i) {
        for (std::int64_t j = 0; j < width; ++j) {
          for (std::int64_t o = 0; o < outputs; ++o) {
            for (std::int64_t u = 0; u < k; ++u) {
              for (std::int64_t v = 0; v < k; ++v) {
                const std::int64_t row = i * stride + u - padding;
                const std::int64_t column = j * stride + v - padding;
                if (row < 0 || row >= oh || column < 0 || column >= ow) continue;
                y(n, o, row, column) += x(n, c, i, j) * w(c, o, u, v);
              }
            }
          }
        }
      }
    }
  }
  return y;
}

}  // namespace pixelwise::yours
