// Exercise 09.2, solved: from the frame back to the image, and on to the larger map.
#include "tutorials/09_where_is_a_score/exercises/2_crop/exercise.h"

namespace pixelwise::yours {

CheckedArray crop_offset(const CheckedArray& frame, const CheckedArray& larger) {
  const Real pixel = -frame(1) / frame(0);  // under cell 0 of the frame
  CheckedArray result({2});
  result(0) = larger(0) / frame(0);
  result(1) = larger(0) * pixel + larger(1);
  return result;
}

}  // namespace pixelwise::yours
