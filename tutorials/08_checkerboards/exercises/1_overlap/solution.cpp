// Exercise 08.1, solved: a transposed convolution of ones with ones.
#include "tutorials/08_checkerboards/exercises/1_overlap/exercise.h"

namespace pixelwise::yours {

CheckedArray overlap_map(std::int64_t rows, std::int64_t columns, std::int64_t k,
                         std::int64_t stride, std::int64_t padding) {
  const std::int64_t oh = (rows - 1) * stride + k - 2 * padding;
  const std::int64_t ow = (columns - 1) * stride + k - 2 * padding;
  CheckedArray count({oh, ow});
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t j = 0; j < columns; ++j) {
      for (std::int64_t u = 0; u < k; ++u) {
        for (std::int64_t v = 0; v < k; ++v) {
          const std::int64_t row = i * stride + u - padding, column = j * stride + v - padding;
          if (row < 0 || row >= oh || column < 0 || column >= ow) continue;
          count(row, column) += 1;
        }
      }
    }
  }
  return count;
}

}  // namespace pixelwise::yours
