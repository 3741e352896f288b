// Exercise 04.1, solved: one loop for each index of the formula.
#include "tutorials/04_convolution/exercises/1_forward/exercise.h"

namespace pixelwise::yours {

CheckedArray conv2d_forward(const CheckedArray& x, const CheckedArray& w, const CheckedArray& bias,
                            std::int64_t stride, std::int64_t padding) {
  const std::int64_t images = x.shape()[0], channels = x.shape()[1];
  const std::int64_t height = x.shape()[2], width = x.shape()[3];
  const std::int64_t outputs = w.shape()[0], k = w.shape()[2];
  const std::int64_t oh = (height + 2 * padding - k) / stride + 1;
  const std::int64_t ow = (width + 2 * padding - k) / stride + 1;

  CheckedArray y({images, outputs, oh, ow});
  for (std::int64_t n = 0; n < images; ++n) {
    for (std::int64_t o = 0; o < outputs; ++o) {
      for (std::int64_t i = 0; i < oh; ++i) {
        for (std::int64_t j = 0; j < ow; ++j) {
          Real sum = bias(o);
          for (std::int64_t c = 0; c < channels; ++c) {
            for (std::int64_t u = 0; u < k; ++u) {
              for (std::int64_t v = 0; v < k; ++v) {
                const std::int64_t row = i * stride + u - padding;
                const std::int64_t column = j * stride + v - padding;
                if (row < 0 || row >= height || column < 0 || column >= width) continue;
                sum += x(n, c, row, column) * w(o, c, u, v);
              }
            }
          }
          y(n, o, i, j) = sum;
        }
      }
    }
  }
  return y;
}

}  // namespace pixelwise::yours
