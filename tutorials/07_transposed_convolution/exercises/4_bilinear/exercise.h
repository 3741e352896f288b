// Exercise 07.4: the kernel that enlarges bilinearly.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The kernel [2 factor, 2 factor] with which a transposed convolution of stride `factor` makes a
/// map of one channel `factor` times as large, bilinearly. factor is even: 2, 4, ... (With an odd
/// one, every factor-th new pixel lies on an old one, and the kernel has 2 factor - 1 numbers.)
CheckedArray bilinear(std::int64_t factor);

}  // namespace pixelwise::yours
