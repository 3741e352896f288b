// Exercise 10.1: crop a map to another one, and add the two.
//
// What it gets and what it returns is written in
// tutorials/10_fcn32s/exercises/1_crop_and_fuse/exercise.h.
#include "tutorials/10_fcn32s/exercises/1_crop_and_fuse/exercise.h"
#include "tutorials/grader/not_written.h"

namespace pixelwise::yours {

CheckedArray crop_and_fuse(const CheckedArray& frame, const CheckedArray& larger, std::int64_t top,
                           std::int64_t left) {
  // CheckedArray y(shape) is an array of that shape, full of zeros; frame.shape() is a shape.
  not_written("add to every cell of `frame` the cell of `larger` that lies under it");
}

}  // namespace pixelwise::yours
