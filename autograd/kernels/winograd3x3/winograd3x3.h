// 3x3 convolution with stride 1 by Winograd's method, in tiles of m x m outputs; m is 2 or 4.
#pragma once

#include <cstdint>

#include "autograd/kernels.h"
#include "autograd/kernels/direct/correlation.h"

namespace pixelwise::kernels {

/// y of p: forward and backward data. p has 3x3 neighbouring taps, step 1, and no gaps in x and y.
void winograd3x3_correlate(const Correlation& p, int m);

/// The weight gradient dw of the convolution s: 3x3, stride 1, dilation 1, groups = 1.
void winograd3x3_weight_gradient(const ConvGeometry& s, const float* x, const float* dy, float* dw,
                                 int m);

}  // namespace pixelwise::kernels
