// Exercise 09.1: where the cells of the last map of a network are.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The line a x + b that takes coordinate x of the image to a coordinate of the last map.
///
///   layers  [L, 4]  for each of L layers, in order: kernel k, stride s, padding p, and 0 for a
///                   convolution or a pooling, 1 for a transposed convolution
///   result  [2]     a and b
CheckedArray coordinate_map(const CheckedArray& layers);

}  // namespace pixelwise::yours
