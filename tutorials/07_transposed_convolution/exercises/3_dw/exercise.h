// Exercise 07.3: the gradient of a transposed convolution with respect to its kernels.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// dL/dw of y = transposed convolution of x with w, given dy = dL/dy.
///
///   dy       [N, O, OH, OW]
///   x        [N, C, H, W]
///   w_shape  the sizes [C, O, K, K] of w, and so of the result
CheckedArray conv_transpose2d_dw(const CheckedArray& dy, const CheckedArray& x,
                                 const Shape& w_shape, std::int64_t stride, std::int64_t padding);

}  // namespace pixelwise::yours
