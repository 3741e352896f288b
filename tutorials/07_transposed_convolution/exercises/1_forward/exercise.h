// Exercise 07.1: the forward pass of a transposed convolution.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// y = the transposed convolution of x with w, without a bias.
///
///   x  [N, C, H, W]     the maps: N images, C channels, H rows, W columns
///   w  [C, O, K, K]     w(c, o) is the K x K kernel from input channel c to output channel o
///   y  [N, O, OH, OW]   with OH = (H - 1) stride + K - 2 padding, and OW likewise from W
CheckedArray conv_transpose2d_forward(const CheckedArray& x, const CheckedArray& w,
                                      std::int64_t stride, std::int64_t padding);

}  // namespace pixelwise::yours
