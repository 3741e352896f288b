// Exercise 02.2: the gradient of a broadcast.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// In y = x + b, the matrix b [1, C], [R, 1], [1, 1] or [R, C] was stretched to the size of y
/// [R, C]. Given dy [R, C], the gradient of y, returns db, the gradient of b. It has the shape
/// `small` of b. (A gradient says how much the last number of the formula grows. See the page.)
CheckedArray undo_broadcast(const CheckedArray& dy, const Shape& small);

}  // namespace pixelwise::yours
