// Functions applied to every element, any shape.
#pragma once

#include "autograd/tensor.h"

namespace pixelwise {

Tensor relu(const Tensor& x);                    // max(x, 0)
Tensor leaky_relu(const Tensor& x, Real slope);  // x if x > 0, else slope x
Tensor sigmoid(const Tensor& x);                 // 1 / (1 + exp(-x))
Tensor tanh(const Tensor& x);
Tensor exp(const Tensor& x);
Tensor log(const Tensor& x);  // natural; -inf at 0, NaN below

/// relu(x) where somebody has computed its value y already: recorded, not computed again.
Tensor relu_known(const Tensor& x, const Array& y);

}  // namespace pixelwise
