// Exercise 11.1, solved: enlarge and add, once for each skip.
#include "tutorials/11_fcn16s_fcn8s/exercises/1_fcn4s/exercise.h"

namespace pixelwise::yours {

CheckedArray fused_scores(const CheckedArray& coarse, const std::vector<CheckedArray>& skips) {
  CheckedArray y = coarse;
  for (const CheckedArray& skip : skips) {
    y = twice_as_large(y);
    const Shape s = y.shape();
    for (std::int64_t n = 0; n < s[0]; ++n) {
      for (std::int64_t c = 0; c < s[1]; ++c) {
        for (std::int64_t i = 0; i < s[2]; ++i) {
          for (std::int64_t j = 0; j < s[3]; ++j) y(n, c, i, j) += skip(n, c, i, j);
        }
      }
    }
  }
  return y;
}

}  // namespace pixelwise::yours
