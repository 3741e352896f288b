// Exercise 00.1, solved: the best class so far, for each pixel.
#include "tutorials/00_first_program/exercises/1_argmax/exercise.h"

namespace pixelwise::yours {

CheckedArray class_of_each_pixel(const CheckedArray& scores) {
  const std::int64_t classes = scores.shape()[1];
  CheckedArray result({scores.shape()[2], scores.shape()[3]});
  for (std::int64_t row = 0; row < scores.shape()[2]; ++row) {
    for (std::int64_t column = 0; column < scores.shape()[3]; ++column) {
      std::int64_t best = 0;
      for (std::int64_t c = 1; c < classes; ++c) {
        if (scores(0, c, row, column) > scores(0, best, row, column)) best = c;
      }
      result(row, column) = static_cast<Real>(best);
    }
  }
  return result;
}

}  // namespace pixelwise::yours
