// Joining feature maps along their channels, and taking channels out again.
#pragma once

#include <vector>

#include "autograd/tensor.h"

namespace pixelwise {

/// [N, C1, H, W], [N, C2, H, W], ... -> [N, C1 + C2 + ..., H, W]: the skips of U-Net.
Tensor concat(const std::vector<Tensor>& parts);

/// y(n, c, h, w) = x(n, first + c, h, w): x [N, C, H, W] -> [N, count, H, W]. x must have these
/// channels.
Tensor slice_channels(const Tensor& x, std::int64_t first, std::int64_t count);

}  // namespace pixelwise
