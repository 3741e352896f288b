// The same elements under another shape.
#pragma once

#include "autograd/tensor.h"

namespace pixelwise {

/// The elements of x in logical order (w fastest, then h, c, n) under `shape`, which must have as
/// many elements.
Tensor reshape(const Tensor& x, const Shape& shape);

/// [N, ...] -> [N, product of the rest]: what a fully connected layer wants. For [N, C, H, W] the
/// order is C, H, W, as in every published VGG weight file.
Tensor flatten(const Tensor& x);

}  // namespace pixelwise
