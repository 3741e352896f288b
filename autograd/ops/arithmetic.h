// + - * / on tensors and numbers, with broadcasting (see array_math.h for which shapes go
// together).
#pragma once

#include "autograd/tensor.h"

namespace pixelwise {

/// Elementwise. Shapes that do not go together throw std::invalid_argument naming both.
Tensor operator+(const Tensor& a, const Tensor& b);
Tensor operator-(const Tensor& a, const Tensor& b);
Tensor operator*(const Tensor& a, const Tensor& b);
Tensor operator/(const Tensor& a, const Tensor& b);

Tensor operator+(const Tensor& a, Real b);
Tensor operator-(const Tensor& a, Real b);
Tensor operator*(const Tensor& a, Real b);
Tensor operator/(const Tensor& a, Real b);
Tensor operator+(Real a, const Tensor& b);
Tensor operator-(Real a, const Tensor& b);
Tensor operator*(Real a, const Tensor& b);
Tensor operator/(Real a, const Tensor& b);
Tensor operator-(const Tensor& a);

}  // namespace pixelwise
