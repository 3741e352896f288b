// Which method computes a convolution. choice.cpp is the one place that knows them all.
//
// direct/ can compute everything. It asks here first whether one of the other two folders is
// faster. If the answer is true, the result is computed; if false, nothing was touched.
#pragma once

#include "autograd/kernels/direct/correlation.h"

namespace pixelwise::kernels {

/// y of p. `conv` is the convolution that p is a part of; null: a product of matrices.
bool correlated_faster(const Correlation& p, const ConvGeometry* conv);

/// The weight gradient dw of the convolution s.
bool weight_gradient_faster(const ConvGeometry& s, const float* x, const float* dy, float* dw);

}  // namespace pixelwise::kernels
