// Exercise 07.2: write the gradient of a transposed convolution with respect to its input.
//
// What it gets and what it returns is written in
// tutorials/07_transposed_convolution/exercises/2_dx/exercise.h.
#include "tutorials/07_transposed_convolution/exercises/2_dx/exercise.h"
#include "tutorials/grader/not_written.h"

namespace pixelwise::yours {

CheckedArray conv_transpose2d_dx(const CheckedArray& dy, const CheckedArray& w,
                                 const Shape& x_shape, std::int64_t stride, std::int64_t padding) {
  // CheckedArray(x_shape) is an array of that shape, full of zeros.
  not_written("let every number of x collect from the places where its copies were pasted");
}

}  // namespace pixelwise::yours
