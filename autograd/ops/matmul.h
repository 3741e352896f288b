// Matrix products.
#pragma once

#include "autograd/tensor.h"

namespace pixelwise {

/// y = a b: a [M, K], b [K, N] -> [M, N].
Tensor matmul(const Tensor& a, const Tensor& b);

/// y = x w^T + bias: x [N, I], w [O, I], bias [O] or undefined -> [N, O]. A fully connected layer.
Tensor linear(const Tensor& x, const Tensor& w, const Tensor& bias);

}  // namespace pixelwise
