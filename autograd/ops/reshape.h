// The same elements under another shape.
#pragma once

#include "autograd/tensor.h"

namespace pixelwise {

/// The elements of x in logical order (w fastest, then h, c, n), with a `shape` of the same number
/// of elements.
Tensor reshape(const Tensor& x, const Shape& shape);

/// [N, ...] -> [N, product of the rest]: the input of a fully connected layer. For [N, C, H, W] the
/// order is C, H, W, as in every published VGG weight file.
Tensor flatten(const Tensor& x);

}  // namespace pixelwise
