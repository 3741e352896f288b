// Exercise 08.2: which share of the result of a transposed convolution is pattern.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The share of pattern, when an even map of ones goes through a transposed convolution: the sum of
/// (v - m)^2 divided by the sum of v^2. v: the pixels inside, away from the border; m: their mean.
///
///   kernel  [k, k]  w(u, v); not all sums of it are 0
///   stride          the copies of the kernel lie so many pixels apart
///   result  [1]     the share, from 0 to 1
CheckedArray pattern_share(const CheckedArray& kernel, std::int64_t stride);

}  // namespace pixelwise::yours
