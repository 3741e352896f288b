// The sizes of a convolution, in one struct for operations, kernels and observers.
#pragma once

#include <cstdint>

namespace pixelwise {

/// y = conv(x, w): x [N, C, IH, IW], w [O, C / groups, KH, KW], y [N, O, OH, OW].
///
/// Output row i and kernel row u meet input row i * stride_h + u * dilation_h - padding_h. So
/// OH = floor((IH + 2 padding_h - dilation_h (KH - 1) - 1) / stride_h) + 1, and likewise OW.
/// (Kernels cut a convolution into parts. A part may have fewer output rows, or more: those below x
/// read zeros.)
struct ConvGeometry {
  std::int64_t n, c, ih, iw;
  std::int64_t o, kh, kw;
  std::int64_t oh, ow;
  std::int64_t stride_h, stride_w;
  std::int64_t padding_h, padding_w;
  std::int64_t dilation_h, dilation_w;
  std::int64_t groups;
};

}  // namespace pixelwise
