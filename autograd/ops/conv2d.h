// Two-dimensional convolution (cross-correlation, as everywhere in deep learning).
#pragma once

#include <string>

#include "autograd/conv_geometry.h"
#include "autograd/ops/size2.h"
#include "autograd/tensor.h"

namespace pixelwise {

struct Conv2dOptions {
  Size2 stride = 1;
  Size2 padding = 0;  // rows and columns of zeros around the input
  Size2 dilation = 1;
  std::int64_t groups = 1;  // channels are cut into groups; a group sees only its channels
};

/// y = conv(x, w) + bias:
/// x [N, C, H, W], w [O, C / groups, KH, KW], bias [O] or undefined -> y [N, O, OH, OW] with
/// OH = floor((H + 2 padding - dilation (KH - 1) - 1) / stride) + 1, likewise OW.
/// Throws std::invalid_argument, with all shapes, if they do not fit.
Tensor conv2d(const Tensor& x, const Tensor& w, const Tensor& bias,
              const Conv2dOptions& options = {});

/// The sizes of y = conv(x, w), checked; `op` is named in the messages.
ConvGeometry conv_geometry(const char* op, const Shape& x, const Shape& w,
                           const Conv2dOptions& options);

/// The three sums over the taps of a convolution (see conv2d.cpp), on plain arrays. A transposed
/// convolution is made of the same three: its y is our dx, hence the bias there. `relu`: max(y, 0)
/// instead of y.
Array conv2d_y(const ConvGeometry& s, const Array& x, const Array& w, const Array& bias,
               bool relu = false);
Array conv2d_dx(const ConvGeometry& s, const Array& dy, const Array& w, const Array& bias = {});
Array conv2d_dw(const ConvGeometry& s, const Array& x, const Array& dy);

/// How conv2d computes its result. relu and max_pool2d look for it (see autograd/lazy_array.h).
struct Conv2dRecipe final : Recipe {
  Conv2dRecipe(const Tensor& x, const Tensor& w, const Tensor& bias, const ConvGeometry& s);
  Shape shape() const override { return {s.n, s.o, s.oh, s.ow}; }
  Array compute() const override { return conv2d_y(s, x, w, b); }

  const Tensor input, weight, bias;  // for the gradients, if more is computed at once
  const Array x, w, b;               // their values now; b is empty where there is no bias
  const ConvGeometry s;
};

/// What conv2d and conv_transpose2d tell an observer.
OpDetails conv_details(const ConvGeometry& s, const Conv2dOptions& options);

}  // namespace pixelwise
