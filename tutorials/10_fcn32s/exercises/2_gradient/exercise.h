// Exercise 10.2: the gradient of crop and fuse with respect to the larger map.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// dL/dlarger of y = frame + the part of `larger` that begins at (top, left), given dy = dL/dy.
///
///   dy            [N, C, H, W]
///   larger_shape  the sizes [N, C, LH, LW] of `larger`, and so of the result
CheckedArray crop_and_fuse_dlarger(const CheckedArray& dy, const Shape& larger_shape,
                                   std::int64_t top, std::int64_t left);

}  // namespace pixelwise::yours
