// A row of an image on its way into Winograd's domain and back (row_transforms.cpp).
#pragma once

#include <cstdint>

#include "autograd/kernels/floor.h"

namespace pixelwise::kernels {

/// A row of an image in tiles of m outputs, and its values in the domain:
/// values[point * point_stride + tile * tile_stride + channel].
struct RowTiles {
  std::int64_t width, pixel;  // pixels, and floats from one to the next
  std::int64_t first;  // of input: tile t begins at pixel t * m + first, which may be outside
  std::int64_t tiles, channels;
  std::int64_t point_stride, tile_stride;
  float floor = kNoFloor;  // under the outputs
};

/// A matrix of filters. Tap v of filter (r, k) is w[v * tap + r * row + k]; in the domain it is at
/// values[point * point_stride + r * columns + k]. Columns are whole vectors.
struct RowFilters {
  const float* w;
  std::int64_t tap, row;
  std::int64_t rows, columns;
  std::int64_t point_stride;
};

/// The transforms along one axis, for `taps` taps. Channels of input are whole vectors.
struct RowTransforms {
  int m, taps, points;
  void (*input)(const RowTiles&, const float* x, float* values);
  void (*filter)(const RowFilters&, float* values);
  /// Stored where it is inside the row y; bias [channels] may be null.
  void (*output)(const RowTiles&, const float* values, const float* bias, float* y);
  /// The adjoint of `output`. A row dy has any number of channels; whole vectors are written.
  void (*output_adjoint)(const RowTiles&, const float* dy, float* values);
  /// The adjoint of `filter`: values [points][point_stride], `channels` of each, to
  /// dw[taps][tap_stride].
  void (*filter_adjoint)(const float* values, std::int64_t point_stride, std::int64_t channels,
                         std::int64_t tap_stride, float* dw);
};

}  // namespace pixelwise::kernels
