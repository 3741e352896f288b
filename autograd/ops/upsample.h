// Fixed (not learned) resizing of feature maps.
#pragma once

#include "autograd/ops/size2.h"
#include "autograd/tensor.h"

namespace pixelwise {

/// y(n, c, h, w) = x(n, c, h / factor, w / factor): every pixel becomes a block.
/// x [N, C, H, W] -> [N, C, H factor.h, W factor.w].
Tensor upsample_nearest(const Tensor& x, Size2 factor);

/// Bilinear interpolation to any size. Pixels are cells: output i reads the input at coordinate (i
/// + 1/2) H / OH - 1/2, clamped to the image. With align_corners it reads at i (H - 1) / (OH - 1):
/// then the centres of the corner pixels meet.
Tensor upsample_bilinear(const Tensor& x, Size2 size, bool align_corners = false);

}  // namespace pixelwise
