// Exercise 14.3: im2col.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// All inputs under the kernel, one row for each output pixel.
///
///   x       [N, C, H, W]
///   result  [N OH OW, K K C]  with OH = (H + 2 padding - K) / stride + 1, and OW likewise from W
///
///   output (i, j) of image n   is row (n OH + i) OW + j
///   tap (u, v) of channel c    is column (u K + v) C + c
///
/// Outside of the image x is zero.
CheckedArray im2col(const CheckedArray& x, std::int64_t k, std::int64_t stride,
                    std::int64_t padding);

}  // namespace pixelwise::yours
