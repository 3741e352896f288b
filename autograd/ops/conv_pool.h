// Convolution, ReLU and max-pooling at once.
#pragma once

#include "autograd/ops/activations.h"
#include "autograd/ops/conv2d.h"
#include "autograd/ops/max_pool2d.h"

namespace pixelwise {

/// max_pool2d(relu(conv2d(...))) if the result of the convolution is larger than a processor's
/// cache. Some rows at a time are computed, and pooled while they are in the cache. The whole map
/// is never written. The gradient works in the same way, if possible. `relu` is the tensor that is
/// pooled, and `recipe` says how it would be computed. Returns an undefined tensor if this does not
/// apply or is not faster.
///
/// The values and gradients are those of the three operations, except for the last bits. (If two
/// elements of a window are equal except for these bits, the other one may win.)
Tensor conv_relu_pool(const Tensor& relu, const ReluRecipe& recipe, const MaxPool2dOptions& pool);

}  // namespace pixelwise
