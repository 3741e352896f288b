// Exercise 05.2: the gradient of max-pooling.
#pragma once

#include <vector>

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// dL/dx of max-pooling, given dy = dL/dy [N, C, OH, OW].
///
///   places   for each element of dy, in the order n, c, i, j (j runs fastest), where its maximum
///            was found: row * W + column of its image (see exercise 05.1)
///   x_shape  the sizes [N, C, H, W] of x, and so of the result
CheckedArray max_pool_dx(const CheckedArray& dy, const std::vector<std::int64_t>& places,
                         const Shape& x_shape);

}  // namespace pixelwise::yours
