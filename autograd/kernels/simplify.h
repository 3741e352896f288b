// The same convolution said more simply, where there is a simpler way.
#pragma once

#include "autograd/kernels.h"

namespace pixelwise::kernels {

/// A kernel that covers the whole unpadded image is a dot product with the image: a 1x1 kernel on
/// N pixels of H W C channels. (Channels-last, not a float moves.)
inline ConvSizes simplified(const ConvSizes& s) {
  const bool covers = s.groups == 1 && s.kh == s.h && s.kw == s.w && s.padding_h == 0 &&
                      s.padding_w == 0 && s.dilation_h == 1 && s.dilation_w == 1 && s.oh == 1 &&
                      s.ow == 1;  // a piece of a convolution may have padding below alone
  if (!covers) return s;
  return {.n = 1,
          .c = s.h * s.w * s.c,
          .h = 1,
          .w = s.n,
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
