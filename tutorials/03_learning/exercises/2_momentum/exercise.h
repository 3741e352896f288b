// Exercise 03.2: a step of gradient descent with momentum.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// One step. `velocity` is what the step before left behind, full of zeros before the first one.
///
///   velocity = momentum * velocity + gradient
///   value    = value - lr * velocity           (with the new velocity)
///
/// All arrays have one shape; value and velocity are changed.
void momentum_step(CheckedArray& value, CheckedArray& velocity, const CheckedArray& gradient,
                   Real lr, Real momentum);

}  // namespace pixelwise::yours
