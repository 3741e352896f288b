// A kernel as large as the image, seen as a 1x1 convolution.
#pragma once

#include "autograd/kernels.h"

namespace pixelwise::kernels {

/// A kernel that covers the whole unpadded image gives one number: the dot product of kernel and
/// image. That is a 1x1 kernel on N pixels with H W C channels. Channels-last, no float moves.
/// Any other convolution is returned as it is.
inline ConvGeometry as_pointwise(const ConvGeometry& s) {
  const bool covers = s.groups == 1 && s.kh == s.ih && s.kw == s.iw && s.padding_h == 0 &&
                      s.padding_w == 0 && s.dilation_h == 1 && s.dilation_w == 1 && s.oh == 1 &&
                      s.ow == 1;  // a piece of a convolution may have padding below alone
  if (!covers) return s;
  return {.n = 1,
          .c = s.ih * s.iw * s.c,
          .ih = 1,
          .iw = s.n,
          .o = s.o,
          .kh = 1,
          .kw = 1,
          .oh = 1,
          .ow = s.n,
          .stride_h = 1,
          .stride_w = 1,
          .padding_h = 0,
          .padding_w = 0,
          .dilation_h = 1,
          .dilation_w = 1,
          .groups = 1};
}

}  // namespace pixelwise::kernels
