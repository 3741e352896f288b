// Exercise 03.3: a step of Adam.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// Step number t = 1, 2, 3, ... of Adam. m and v are full of zeros before the first one.
///
///   m = b1 * m + (1 - b1) * gradient             the mean gradient of the last steps
///   v = b2 * v + (1 - b2) * gradient^2           the mean square
///   M = m / (1 - b1^t),  V = v / (1 - b2^t)      corrected: both began at 0
///   value = value - lr * M / (sqrt(V) + eps)
///
/// with b1 = 0.9, b2 = 0.999, eps = 1e-8. All arrays have one shape; value, m and v are changed (M
/// and V are not kept).
void adam_step(CheckedArray& value, CheckedArray& m, CheckedArray& v, const CheckedArray& gradient,
               Real lr, int t);

}  // namespace pixelwise::yours
