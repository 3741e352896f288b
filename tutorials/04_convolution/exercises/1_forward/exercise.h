// Exercise 04.1: the forward pass of a convolution.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// y = conv(x, w) + bias, a sum over taps (the page has the formula).
///
///   x     [N, C, H, W]     the images: N images, C channels, H rows, W columns
///   w     [O, C, K, K]     the kernels: one of C x K x K numbers for each of O output channels
///   bias  [O]              added once to every number of its output channel
///   y     [N, O, OH, OW]   with OH = (H + 2 padding - K) / stride + 1 (a division of whole
///                          numbers, which drops the rest), and OW likewise from W
CheckedArray conv2d_forward(const CheckedArray& x, const CheckedArray& w, const CheckedArray& bias,
                            std::int64_t stride, std::int64_t padding);

}  // namespace pixelwise::yours
