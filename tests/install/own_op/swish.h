// An operation that pixelwise does not have. One source: the net uses it in float, the check in
// double.
#pragma once

#include "autograd/tensor.h"

pixelwise::Tensor swish(const pixelwise::Tensor& x);  // y = x s(x), with s(x) = 1 / (1 + exp(-x))
