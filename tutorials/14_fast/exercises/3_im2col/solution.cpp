// Exercise 14.3, solved: three loops choose the row, three the column.
#include "tutorials/14_fast/exercises/3_im2col/exercise.h"

namespace pixelwise::yours {

CheckedArray im2col(const CheckedArray& x, std::int64_t k, std::int64_t stride,
                    std::int64_t padding) {
  const std::int64_t images = x.shape()[0], channels = x.shape()[1];
  const std::int64_t height = x.shape()[2], width = x.shape()[3];
  const std::int64_t oh = (height + 2 * padding - k) / stride + 1;
  const std::int64_t ow = (width + 2 * padding - k) / stride + 1;

  CheckedArray matrix({images * oh * ow, k * k * channels});
  for (std::int64_t n = 0; n < images; ++n) {
    for (std::int64_t i = 0; i < oh; ++i) {
      for (std::int64_t j = 0; j < ow; ++j) {
        for (std::int64_t u = 0; u < k; ++u) {
          for (std::int64_t v = 0; v < k; ++v) {
            const std::int64_t row = i * stride + u - padding, column = j * stride + v - padding;
            if (row < 0 || row >= height || column < 0 || column >= width) continue;
            for (std::int64_t c = 0; c < channels; ++c) {
              matrix((n * oh + i) * ow + j, (u * k + v) * channels + c) = x(n, c, row, column);
            }
          }
        }
      }
    }
  }
  return matrix;
}

}  // namespace pixelwise::yours
