// Sums and means over all elements.
#pragma once

#include "autograd/tensor.h"

namespace pixelwise {

/// y = sum of all elements of x, any shape -> [].
Tensor sum(const Tensor& x);

/// y = mean of all elements of x, any shape -> []. Throws std::invalid_argument if there are none.
Tensor mean(const Tensor& x);

}  // namespace pixelwise
