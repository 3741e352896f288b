// Cutting a rectangle out of every image, and adding a border around it.
#pragma once

#include "autograd/tensor.h"

namespace pixelwise {

/// y(n, c, h, w) = x(n, c, h + top, w + left): x [N, C, H, W] -> [N, C, height, width]. The
/// rectangle must be inside x.
Tensor crop(const Tensor& x, std::int64_t top, std::int64_t left, std::int64_t height,
            std::int64_t width);

struct Border {
  std::int64_t top = 0, bottom = 0, left = 0, right = 0;  // pixels, >= 0
};

/// x [N, C, H, W] -> [N, C, H + top + bottom, W + left + right], the border filled with `value`.
Tensor pad(const Tensor& x, const Border& border, Real value = 0);

}  // namespace pixelwise
