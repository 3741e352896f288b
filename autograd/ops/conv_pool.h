// Convolution, ReLU and max-pooling at once.
#pragma once

#include "autograd/ops/activations.h"
#include "autograd/ops/conv2d.h"
#include "autograd/ops/max_pool2d.h"

namespace pixelwise {

/// max_pool2d(relu(conv2d(...))), where the result of the convolution is larger than a processor's
/// cache: some rows at a time are computed and pooled while they are in the cache, and the whole is
/// never written. The same for its gradient, where possible. `relu` is the tensor that is pooled,
/// `recipe` how it would be computed. Undefined where this does not apply or does not pay.
///
/// The values and gradients are those of the three operations but for the last bits (which decide
/// between two elements of a window that are equal but for them).
Tensor conv_relu_pool(const Tensor& relu, const ReluRecipe& recipe, const MaxPool2dOptions& pool);

}  // namespace pixelwise
