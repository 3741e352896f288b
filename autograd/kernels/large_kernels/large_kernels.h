// Convolutions with many weights and few pixels: fc6 (7x7) and fc7 of the VGG networks.
#pragma once

#include <cstdint>

#include "autograd/kernels.h"
#include "autograd/kernels/direct/correlation.h"

namespace pixelwise::kernels {

/// y of p, each tap with only those pixels for which it is inside the image.
void correlate_tap_by_tap(const Correlation& p);

/// Up to so many pixels, packing weights costs more than it gains: correlate_tap_by_tap() then
/// forms dot products.
constexpr std::int64_t kMaxDotProductPixels = 112;

/// y of p by Winograd's method along rows: seven neighbouring taps in a row, step 1.
void correlate_along_rows(const Correlation& p);

/// The weight gradient dw of such a convolution; groups = 1.
void weight_gradient_along_rows(const ConvGeometry& s, const float* x, const float* dy, float* dw);

}  // namespace pixelwise::kernels
