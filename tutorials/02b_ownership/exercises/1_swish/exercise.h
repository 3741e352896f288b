// Exercise 02b.1: swish and its gradient.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// y = x s(x) for every element, s(x) = 1 / (1 + exp(-x)); any shape.
CheckedArray swish(const CheckedArray& x);

/// dL/dx, given dy = dL/dy and x.
CheckedArray swish_dx(const CheckedArray& dy, const CheckedArray& x);

}  // namespace pixelwise::yours
