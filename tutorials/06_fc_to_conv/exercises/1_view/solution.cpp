// Exercise 06.1, solved: channel c begins at column c k k, its row u another u k further.
#include "tutorials/06_fc_to_conv/exercises/1_view/exercise.h"

namespace pixelwise::yours {

CheckedArray as_filters(const CheckedArray& matrix, std::int64_t channels, std::int64_t k) {
  const std::int64_t outputs = matrix.shape()[0];
  CheckedArray filters({outputs, channels, k, k});
  for (std::int64_t o = 0; o < outputs; ++o) {
    for (std::int64_t c = 0; c < channels; ++c) {
      for (std::int64_t u = 0; u < k; ++u) {
        for (std::int64_t v = 0; v < k; ++v) {
          filters(o, c, u, v) = matrix(o, c * k * k + u * k + v);
        }
      }
    }
  }
  return filters;
}

}  // namespace pixelwise::yours
