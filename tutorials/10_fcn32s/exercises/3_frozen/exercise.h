// Exercise 10.3: a step of gradient descent when some layers are frozen.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The weights after one step of gradient descent. The network is a chain of L layers, and layer l
/// multiplies its input by w(l): output = w(L - 1) * ... * w(1) * w(0) * x.
///
///   w        [L]  the weights before the step
///   learns   [L]  1: this weight is trained, 0: it is frozen
///   x             the input of layer 0
///   dy            dL/doutput
///   lr            the learning rate
///   result   [L]  w(l) - lr * dL/dw(l) where learns(l) is 1, w(l) where it is 0
CheckedArray training_step(const CheckedArray& w, const CheckedArray& learns, Real x, Real dy,
                           Real lr);

}  // namespace pixelwise::yours
