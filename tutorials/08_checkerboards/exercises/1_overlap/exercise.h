// Exercise 08.1: how many copies of the kernel lie over each pixel.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// How many copies of a k x k kernel lie over each pixel, when a map of rows x columns numbers goes
/// through a transposed convolution.
///
///   result  [OH, OW]  with OH = (rows - 1) stride + k - 2 padding, and OW likewise from columns
CheckedArray overlap_map(std::int64_t rows, std::int64_t columns, std::int64_t k,
                         std::int64_t stride, std::int64_t padding);

}  // namespace pixelwise::yours
