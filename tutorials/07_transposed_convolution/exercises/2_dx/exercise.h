// Exercise 07.2: the gradient of a transposed convolution with respect to its input.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// dL/dx of y = transposed convolution of x with w, given dy = dL/dy.
///
///   dy       [N, O, OH, OW]
///   w        [C, O, K, K]
///   x_shape  the sizes [N, C, H, W] of x, and so of the result
CheckedArray conv_transpose2d_dx(const CheckedArray& dy, const CheckedArray& w,
                                 const Shape& x_shape, std::int64_t stride, std::int64_t padding);

}  // namespace pixelwise::yours
