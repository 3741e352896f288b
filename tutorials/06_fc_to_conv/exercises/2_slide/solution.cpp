// Exercise 06.2, solved: at every place, a row of the matrix times the flattened block.
#include "tutorials/06_fc_to_conv/exercises/2_slide/exercise.h"

namespace pixelwise::yours {

CheckedArray heat_map(const CheckedArray& map, const CheckedArray& matrix, const CheckedArray& bias,
                      std::int64_t k) {
  const std::int64_t images = map.shape()[0], channels = map.shape()[1];
  const std::int64_t outputs = matrix.shape()[0];
  const std::int64_t rows = map.shape()[2] - k + 1, columns = map.shape()[3] - k + 1;
  CheckedArray result({images, outputs, rows, columns});
  for (std::int64_t n = 0; n < images; ++n) {
    for (std::int64_t o = 0; o < outputs; ++o) {
      for (std::int64_t i = 0; i < rows; ++i) {
        for (std::int64_t j = 0; j < columns; ++j) {
          Real sum = bias(o);
          for (std::int64_t c = 0; c < channels; ++c) {
            for (std::int64_t u = 0; u < k; ++u) {
              for (std::int64_t v = 0; v < k; ++v) {
                sum += matrix(o, c * k * k + u * k + v) * map(n, c, i + u, j + v);
              }
            }
          }
          result(n, o, i, j) = sum;
        }
      }
    }
  }
  return result;
}

}  // namespace pixelwise::yours
