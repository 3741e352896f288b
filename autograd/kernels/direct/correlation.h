// Correlation: the sum behind convolution forward, backward data and products of matrices.
#pragma once

#include <cstdint>

#include "autograd/kernels.h"
#include "autograd/kernels/direct/pack_weights.h"
#include "autograd/kernels/direct/taps.h"
#include "autograd/kernels/floor.h"

namespace pixelwise::kernels {

/// y[n][i][j][:] = bias + sum over taps (u, v) and channels c of
///                 x[n][i * step_h + ...][j * step_w + ...][c] * w[u][v][c][:].
/// Strides are in floats.
///
/// Why not ConvGeometry: one convolution is several correlations. Forward it is one for each group;
/// backward one for each phase of the stride, with taps in reverse order and gaps in y.
struct Correlation {
  const float* x;
  std::int64_t n, in_h, in_w, channels;
  std::int64_t x_pixel;  // from pixel to pixel; rows and images follow without gaps
  Taps taps_h, taps_w;
  WeightView weights;
  const float* bias;       // [columns]; null: zeros
  float floor = kNoFloor;  // under y
  float* y;
  std::int64_t out_h, out_w;
  std::int64_t columns;  // channels of y: columns of the matrix of weights
  std::int64_t y_pixel, y_row, y_image;
};

/// Overwrites the pixels of y that belong to p, nothing else. `conv` is the convolution that p is a
/// part of: its sizes decide which method is used (choice.cpp). Null: a product of matrices.
void correlate(const Correlation& p, const ConvGeometry* conv);

}  // namespace pixelwise::kernels
