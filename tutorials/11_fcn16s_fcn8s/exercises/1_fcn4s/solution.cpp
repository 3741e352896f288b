// Exercise 11.1, solved: enlarge and add, once for each skip.
#include "tutorials/11_fcn16s_fcn8s/exercises/1_fcn4s/exercise.h"

namespace pixelwise::yours {

CheckedArray fused_scores(const CheckedArray& coarse, const std::vector<CheckedArray>& skips) {
  CheckedArray y = coarse;
  for (const CheckedArray& skip : skips) {
    y = twice_as_large(y);
    for (std::int64_t i = 0; i < y.size(); ++i) y.element(i) += skip.element(i);
  }
  return y;
}

}  // namespace pixelwise::yours
