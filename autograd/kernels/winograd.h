// Convolution with stride 1 by Winograd's minimal filtering: 3x3 in winograd_conv.cpp (forward and
// backward data) and winograd_weights.cpp; seven wide in winograd_rows.cpp (see correlate.h) and
// winograd_row_weights.cpp.
#pragma once

#include <cstdint>

#include "autograd/kernels.h"
#include "autograd/kernels/correlate.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/panel.h"

namespace pixelwise::kernels {

/// y[n][i][j] = bias + the sum over taps (u, v) in 3x3 of x[n][i + u - padding_h][j + ...] w[u][v].
struct WinogradConv {
  const float* x;
  std::int64_t n, h, w, channels;
  std::int64_t padding_h, padding_w;
  WeightView weights;
  const float* bias;       // [columns]; may be null
  float floor = kNoFloor;  // under y
  float* y;
  std::int64_t out_h, out_w, columns;
};

/// The size of tile that measurements recommend for a convolution, forward and backward data or
/// backward weights: 4, 2, or 0 where Winograd's method does not apply or pay.
int winograd_tile(const ConvSizes& s, bool weights);

void winograd_conv(const WinogradConv& p, int m);

/// The weight gradient of the same convolution; groups = 1.
void winograd_weights(const ConvSizes& s, const float* x, const float* dy, float* dw, int m);

/// Whether Winograd's method along rows (winograd_rows.cpp, winograd_row_weights.cpp) applies and
/// pays: seven neighbouring taps along a row, on maps neither tiny nor large.
bool winograd_rows_fit(const Taps& taps, std::int64_t channels, std::int64_t out_w,
                       std::int64_t pixels);

/// The weight gradient by that method.
bool winograd_row_weights_pay(const ConvSizes& s);
void winograd_row_weights(const ConvSizes& s, const float* x, const float* dy, float* dw);

}  // namespace pixelwise::kernels
