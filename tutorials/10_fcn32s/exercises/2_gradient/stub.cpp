// Exercise 10.2: send the gradient of a sum back to the map that was cropped.
//
// What it gets and what it returns is written in
// tutorials/10_fcn32s/exercises/2_gradient/exercise.h.
#include "tutorials/10_fcn32s/exercises/2_gradient/exercise.h"
#include "tutorials/grader/not_written.h"

namespace pixelwise::yours {

CheckedArray crop_and_fuse_dlarger(const CheckedArray& dy, const Shape& larger_shape,
                                   std::int64_t top, std::int64_t left) {
  not_written("give every cell of `larger` the gradient of the cell that it was added to");
}

}  // namespace pixelwise::yours
