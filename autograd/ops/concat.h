// Putting feature maps on top of each other.
#pragma once

#include <vector>

#include "autograd/tensor.h"

namespace pixelwise {

/// [N, C1, H, W], [N, C2, H, W], ... -> [N, C1 + C2 + ..., H, W]: the skips of U-Net.
Tensor concat(const std::vector<Tensor>& parts);

}  // namespace pixelwise
