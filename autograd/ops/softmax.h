// Scores into probabilities, over the channels of every pixel.
#pragma once

#include "autograd/tensor.h"

namespace pixelwise {

/// y_c = exp(x_c) / sum_k exp(x_k) over axis 1 of x [N, C] or [N, C, H, W]; same shape.
Tensor softmax(const Tensor& x);

/// ln softmax(x), computed without softmax: finite for any finite x.
Tensor log_softmax(const Tensor& x);

}  // namespace pixelwise
