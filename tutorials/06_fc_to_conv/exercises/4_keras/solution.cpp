// Exercise 06.4, solved: the same input has one number in their order and another one in ours.
#include "tutorials/06_fc_to_conv/exercises/4_keras/exercise.h"

namespace pixelwise::yours {

CheckedArray from_keras(const CheckedArray& theirs, std::int64_t channels, std::int64_t k) {
  const std::int64_t outputs = theirs.shape()[1];
  CheckedArray ours({outputs, channels * k * k});
  for (std::int64_t o = 0; o < outputs; ++o) {
    for (std::int64_t c = 0; c < channels; ++c) {
      for (std::int64_t u = 0; u < k; ++u) {
        for (std::int64_t v = 0; v < k; ++v) {
          ours(o, c * k * k + u * k + v) = theirs((u * k + v) * channels + c, o);
        }
      }
    }
  }
  return ours;
}

}  // namespace pixelwise::yours
