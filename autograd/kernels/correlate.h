// Correlation: the one loop nest behind convolution forward, backward data and matmul.
#pragma once

#include <cstdint>

#include "autograd/kernels/isa.h"
#include "autograd/kernels/panel.h"

namespace pixelwise::kernels {

/// Taps along one axis: tap t of output i reads input i * step + first + t * spacing.
struct Taps {
  std::int64_t count;
  std::int64_t first;    // may be negative: reads outside the input are zeros
  std::int64_t spacing;  // > 0
  std::int64_t step;     // > 0
};

/// y[n][i][j][:] = bias + sum over taps (u, v) and channels c of
///                 x[n][i * step_h + ...][j * step_w + ...][c] * w[u][v][c][:].
/// Strides are in floats.
struct Correlation {
  const float* x;
  std::int64_t n, h, w, channels;
  std::int64_t x_pixel;  // from pixel to pixel; rows and images follow without gaps
  Taps taps_h, taps_w;
  WeightView weights;
  const float* bias;       // [columns]; null: zeros
  float floor = kNoFloor;  // under y
  float* y;
  std::int64_t out_h, out_w, columns;
  std::int64_t y_pixel, y_row, y_image;
};

/// Overwrites the pixels of y it is given, nothing else.
void correlate(const Correlation& p);

/// The same for large kernels on small maps, and whether it is the faster way.
void correlate_clipped(const Correlation& p);
bool clipping_pays(const Correlation& p);

/// The same in Winograd's domain along rows, for kernels seven wide on small maps.
void winograd_rows(const Correlation& p);
bool winograd_rows_pay(const Correlation& p);

}  // namespace pixelwise::kernels
