// Convolution, max-pooling and ReLU in one.
#pragma once

#include "autograd/ops/conv2d.h"
#include "autograd/ops/max_pool2d.h"

namespace pixelwise {

/// max_pool2d_relu(conv2d(x, w, bias, conv), pool): the same values and gradients but for the last
/// bits (which decide between two elements of a window that are equal but for them). Where the
/// convolution's result is larger than a processor's cache, it is never written as a whole: some
/// rows at a time are pooled while they are in the cache, and so is its gradient, where possible.
/// Observers who hear of fused operations one by one make it compute them one by one.
Tensor conv2d_pool_relu(const Tensor& x, const Tensor& w, const Tensor& bias,
                        const Conv2dOptions& conv, const MaxPool2dOptions& pool);

}  // namespace pixelwise
