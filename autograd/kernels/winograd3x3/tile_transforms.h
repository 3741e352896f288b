// Tiles and filters on their way into Winograd's domain and back (tile_transforms.cpp).
#pragma once

#include <cstdint>

#include "autograd/kernels/floor.h"

namespace pixelwise::kernels {

/// Tiles of an image and their values in the domain. Tiles are counted from first_tile, in the
/// order [n][tiles_h][tiles_w]. A value is at
/// values[channel / block * block_stride + position * position_stride + tile * tile_stride +
///        channel % block].
struct Tiles {
  std::int64_t height, width, channels;  // of the image
  std::int64_t pixel;                    // floats from one pixel to the next
  std::int64_t tiles_h, tiles_w;         // of one image
  std::int64_t first_tile, tiles;
  std::int64_t origin_h, origin_w;  // tile (i, j) starts at (i * m - origin_h, j * m - origin_w)
  std::int64_t position_stride, tile_stride;
  std::int64_t block, block_stride;  // block is a multiple of the lanes
  float floor = kNoFloor;            // under the outputs
};

/// A matrix of filters. Tap (u, v) of filter (r, k) is w[u * tap_h + v * tap_w + r * row + k]; in
/// the domain it is at values[position * position_stride + r * columns + k]. Columns are whole
/// vectors.
struct TileFilters {
  const float* w;
  std::int64_t tap_h, tap_w, row;
  std::int64_t rows, columns;
  std::int64_t position_stride;
};

/// The transforms for tiles of m x m outputs; one_axis.h has the formulas. tile_stride of what they
/// write covers whole vectors. What is outside the image or past the channels counts as zero.
struct TileTransforms {
  int m;
  /// x to B^T x B; patches of m + 2.
  void (*input)(const Tiles&, const float* x, float* values);
  /// dy to A dy A^T; patches of m.
  void (*output_adjoint)(const Tiles&, const float* dy, float* values);
  /// values to A^T values A + bias, stored where it is inside y; bias [channels] may be null.
  void (*output)(const Tiles&, const float* values, const float* bias, float* y);
  /// w to G w G^T.
  void (*filter)(const TileFilters&, float* values);
  /// values [(m + 2)^2][position_stride], `channels` of each, to G^T values G: dw[9][tap_stride].
  void (*filter_adjoint)(const float* values, std::int64_t position_stride, std::int64_t channels,
                         std::int64_t tap_stride, float* dw);
};

}  // namespace pixelwise::kernels
