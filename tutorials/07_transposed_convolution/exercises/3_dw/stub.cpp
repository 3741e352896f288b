// Exercise 07.3: write the gradient of a transposed convolution with respect to its kernels.
//
// What it gets and what it returns is written in
// tutorials/07_transposed_convolution/exercises/3_dw/exercise.h.
#include "tutorials/07_transposed_convolution/exercises/3_dw/exercise.h"
#include "tutorials/grader/not_written.h"

namespace pixelwise::yours {

CheckedArray conv_transpose2d_dw(const CheckedArray& dy, const CheckedArray& x,
                                 const Shape& w_shape, std::int64_t stride, std::int64_t padding) {
  not_written("visit the taps of the forward pass once more, and give every w its share");
}

}  // namespace pixelwise::yours
