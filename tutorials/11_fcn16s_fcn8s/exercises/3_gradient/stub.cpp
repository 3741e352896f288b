// Exercise 11.3: write the way back through the skips.
//
// What it gets and what it returns is written in
// tutorials/11_fcn16s_fcn8s/exercises/3_gradient/exercise.h.
//
// dy cannot be changed. CheckedArray gradient = dy; makes a copy that can.
#include "tutorials/11_fcn16s_fcn8s/exercises/3_gradient/exercise.h"
#include "tutorials/grader/not_written.h"

namespace pixelwise::yours {

std::vector<CheckedArray> gradients_of_skips(const CheckedArray& dy, std::int64_t skips) {
  not_written("return the gradients of the coarse scores and of all skips");
}

}  // namespace pixelwise::yours
