// Transposed convolution: the learned upsampling of the fully convolutional networks.
#pragma once

#include "autograd/ops/conv2d.h"

namespace pixelwise {

struct ConvTranspose2dOptions {
  Size2 stride = 1;
  Size2 padding = 0;  // rows and columns cut off around the output
  Size2 dilation = 1;
  std::int64_t groups = 1;
  Size2 output_padding = 0;  // extra rows below and columns right; less than stride or dilation
};

/// The adjoint of conv2d: x [N, C, H, W], w [C, O / groups, KH, KW], bias [O] or undefined ->
/// y [N, O, OH, OW], OH = (H - 1) stride - 2 padding + dilation (KH - 1) + output_padding + 1.
/// With kernel 2s, stride s, padding s/2 (s even) the output is exactly s times as large.
/// Throws std::invalid_argument, with all shapes, if they do not fit.
Tensor conv_transpose2d(const Tensor& x, const Tensor& w, const Tensor& bias,
                        const ConvTranspose2dOptions& options = {});

}  // namespace pixelwise
