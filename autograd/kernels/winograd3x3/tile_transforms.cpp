// Winograd's transforms of tiles and filters. Compiled once per instruction set.
//
// Idea: every channel takes part in the same additions, so a vector of channels goes through them
// at once. A tile is transformed column by column, then row by row (one_axis.h).
// Each of its (m + 2)^2 values then goes to another matrix, far apart in memory.
// Tiles that reach over the border of the image go through a small copy with zeros around it.
// Declines: nothing. Costs 10 to 20 % of the convolution's time from 64 channels on.
#include "autograd/kernels/winograd3x3/tile_transforms.h"

#include "autograd/kernels/vector.h"
#include "autograd/kernels/winograd3x3/one_axis.h"

namespace pixelwise::kernels {
namespace {

constexpr int kMaxSide = 6;

Index clamp(Index value, Index low, Index high) {
  return value < low ? low : value > high ? high : value;
}

struct Input {
  template <class F, int kFrom, int kTo>
  static PIXELWISE_INLINE void apply(const Vector (&from)[kFrom], Vector (&to)[kTo]) {
    F::input(from, to);
  }
};

struct OutputAdjoint {
  template <class F, int kFrom, int kTo>
  static PIXELWISE_INLINE void apply(const Vector (&from)[kFrom], Vector (&to)[kTo]) {
    F::output_adjoint(from, to);
  }
};

// values = T patch T^T for a patch of kSide x kSide vectors.
template <class F, class Transform, int kSide>
PIXELWISE_INLINE void transform_patch(const float* patch, Index row, Index pixel, float* values,
                                      Index position_stride) {
  constexpr int kIn = F::kIn;
  Vector half[kIn][kSide];
#pragma GCC unroll 6
  for (int j = 0; j < kSide; ++j) {
    Vector column[kSide], transformed[kIn];
#pragma GCC unroll 6
    for (int i = 0; i < kSide; ++i) column[i] = load(patch + i * row + j * pixel);
    Transform::template apply<F>(column, transformed);
#pragma GCC unroll 6
    for (int i = 0; i < kIn; ++i) half[i][j] = transformed[i];
  }
#pragma GCC unroll 6
  for (int i = 0; i < kIn; ++i) {
    Vector transformed[kIn];
    Transform::template apply<F>(half[i], transformed);
#pragma GCC unroll 6
    for (int j = 0; j < kIn; ++j) store(values + (i * kIn + j) * position_stride, transformed[j]);
  }
}

// The first channels of a pixel, zeros after them.
PIXELWISE_INLINE Vector load_channels(const float* from, Index channels) {
  if (channels >= kLanes) return load(from);
  Vector v = {};
  for (Index k = 0; k < channels; ++k) v[k] = from[k];
  return v;
}

// Copies a patch that begins at (h, column), `channels` of it. Outside the image it is zero.
template <int kSide>
void copy_patch(const Tiles& t, const float* image, Index h, Index column, Index channels,
                float (&patch)[kSide][kSide][kLanes]) {
  for (int i = 0; i < kSide; ++i) {
    const bool row_inside = h + i >= 0 && h + i < t.height;
    const float* row = image + ((h + i) * t.width + column) * t.pixel;
    for (int j = 0; j < kSide; ++j) {
      const bool inside = row_inside && column + j >= 0 && column + j < t.width;
      store(patch[i][j], inside ? load_channels(row + j * t.pixel, channels) : Vector{});
    }
  }
}

template <class F, class Transform, int kSide>
void to_domain(const Tiles& t, const float* x, float* values) {
  float patch[kSide][kSide][kLanes];
  const Index per_image = t.tiles_h * t.tiles_w;
  for (Index tile = 0; tile < t.tiles; ++tile) {
    const Index global = t.first_tile + tile;
    const float* image = x + global / per_image * t.height * t.width * t.pixel;
    const Index h = global % per_image / t.tiles_w * F::kOut - t.origin_h;
    const Index column = global % t.tiles_w * F::kOut - t.origin_w;
    const bool inside = h >= 0 && column >= 0 && h + kSide <= t.height && column + kSide <= t.width;
    const float* corner = image + (h * t.width + column) * t.pixel;
    float* to = values + tile * t.tile_stride;
    for (Index c = 0, in_block = 0; c < t.channels; c += kLanes, in_block += kLanes) {
      if (in_block == t.block) {
        in_block = 0;
        to += t.block_stride;
      }
      if (inside && c + kLanes <= t.channels) {
        transform_patch<F, Transform, kSide>(corner + c, t.width * t.pixel, t.pixel, to + in_block,
                                             t.position_stride);
      } else {
        copy_patch<kSide>(t, image + c, h, column, t.channels - c, patch);
        transform_patch<F, Transform, kSide>(&patch[0][0][0], kSide * kLanes, kLanes, to + in_block,
                                             t.position_stride);
      }
    }
  }
}

// A^T values A + bias of one tile and vector of channels, lifted to the floor.
template <class F>
PIXELWISE_INLINE void output_patch(const float* values, Index position_stride, Vector bias,
                                   float floor, Vector (&y)[F::kOut][F::kOut]) {
  constexpr int kIn = F::kIn, kOut = F::kOut;
  Vector half[kOut][kIn];
#pragma GCC unroll 6
  for (int j = 0; j < kIn; ++j) {
    Vector column[kIn], transformed[kOut];
#pragma GCC unroll 6
    for (int i = 0; i < kIn; ++i) column[i] = load(values + (i * kIn + j) * position_stride);
    F::output(column, transformed);
#pragma GCC unroll 6
    for (int i = 0; i < kOut; ++i) half[i][j] = transformed[i];
  }
#pragma GCC unroll 6
  for (int i = 0; i < kOut; ++i) {
    F::output(half[i], y[i]);
#pragma GCC unroll 6
    for (int j = 0; j < kOut; ++j) y[i][j] = lift(y[i][j] + bias, floor);
  }
}

// Stores `rows` x `columns` pixels of a patch, `channels` of each.
template <int kOut>
PIXELWISE_INLINE void store_part(const Vector (&patch)[kOut][kOut], Index rows, Index columns,
                                 Index channels, float* to, Index row, Index pixel) {
  float copy[kOut][kOut][kLanes];
#pragma GCC unroll 4
  for (int i = 0; i < kOut; ++i) {
#pragma GCC unroll 4
    for (int j = 0; j < kOut; ++j) store(copy[i][j], patch[i][j]);
  }
  for (Index i = 0; i < rows; ++i) {
    for (Index j = 0; j < columns; ++j) {
      float* at = to + i * row + j * pixel;
      if (channels == kLanes) {
        store(at, load(copy[i][j]));
        continue;
      }
      for (Index k = 0; k < channels; ++k) at[k] = copy[i][j][k];
    }
  }
}

template <class F>
void output(const Tiles& t, const float* values, const float* bias, float* y) {
  constexpr int kOut = F::kOut;
  const Index per_image = t.tiles_h * t.tiles_w, row = t.width * t.pixel;
  for (Index tile = 0; tile < t.tiles; ++tile, values += t.tile_stride) {
    const Index global = t.first_tile + tile;
    float* image = y + global / per_image * t.height * row;
    const Index h = global % per_image / t.tiles_w * kOut;
    const Index column = global % t.tiles_w * kOut;
    const Index rows = clamp(t.height - h, 0, kOut), columns = clamp(t.width - column, 0, kOut);
    for (Index c = 0; c < t.channels; c += kLanes) {
      const Index channels = clamp(t.channels - c, 0, kLanes);
      float start[kLanes] = {};
      for (Index k = 0; k < channels && bias != nullptr; ++k) start[k] = bias[c + k];
      Vector patch[kOut][kOut];
      output_patch<F>(values + c, t.position_stride, load(start), t.floor, patch);
      float* to = image + h * row + column * t.pixel + c;
      if (rows < kOut || columns < kOut || channels < kLanes) {
        store_part<kOut>(patch, rows, columns, channels, to, row, t.pixel);
        continue;
      }
#pragma GCC unroll 4
      for (int i = 0; i < kOut; ++i) {
#pragma GCC unroll 4
        for (int j = 0; j < kOut; ++j) store(to + i * row + j * t.pixel, patch[i][j]);
      }
    }
  }
}

template <class F>
void filter(const TileFilters& f, float* values) {
  constexpr int kIn = F::kIn;
  for (Index row = 0; row < f.rows; ++row) {
    for (Index k = 0; k < f.columns; k += kLanes) {
      const float* w = f.w + row * f.row + k;
      Vector half[kIn][3];
#pragma GCC unroll 3
      for (int v = 0; v < 3; ++v) {
        Vector column[3], transformed[kIn];
#pragma GCC unroll 3
        for (int u = 0; u < 3; ++u) column[u] = load(w + u * f.tap_h + v * f.tap_w);
        F::filter(column, transformed);
#pragma GCC unroll 6
        for (int i = 0; i < kIn; ++i) half[i][v] = transformed[i];
      }
      float* to = values + row * f.columns + k;
#pragma GCC unroll 6
      for (int i = 0; i < kIn; ++i) {
        Vector transformed[kIn];
        F::filter(half[i], transformed);
#pragma GCC unroll 6
        for (int j = 0; j < kIn; ++j) store(to + (i * kIn + j) * f.position_stride, transformed[j]);
      }
    }
  }
}

template <class F>
void filter_adjoint(const float* values, Index position_stride, Index channels, Index tap_stride,
                    float* dw) {
  constexpr int kIn = F::kIn;
  for (Index c = 0; c < channels; c += kLanes) {
    Vector half[3][kIn];
#pragma GCC unroll 6
    for (int j = 0; j < kIn; ++j) {
      Vector column[kIn], transformed[3];
#pragma GCC unroll 6
      for (int i = 0; i < kIn; ++i) column[i] = load(values + (i * kIn + j) * position_stride + c);
      F::filter_adjoint(column, transformed);
      for (int u = 0; u < 3; ++u) half[u][j] = transformed[u];
    }
#pragma GCC unroll 3
    for (int u = 0; u < 3; ++u) {
      Vector transformed[3];
      F::filter_adjoint(half[u], transformed);
#pragma GCC unroll 3
      for (int v = 0; v < 3; ++v) {
        float* to = dw + (u * 3 + v) * tap_stride + c;
        if (c + kLanes <= channels) {
          store(to, transformed[v]);
        } else {
          float copy[kLanes];
          store(copy, transformed[v]);
          for (Index k = 0; k < channels - c; ++k) to[k] = copy[k];
        }
      }
    }
  }
}

static_assert(F4::kIn == kMaxSide);

template <class F>
constexpr TileTransforms kTransforms = {.m = F::kOut,
                                        .input = to_domain<F, Input, F::kIn>,
                                        .output_adjoint = to_domain<F, OutputAdjoint, F::kOut>,
                                        .output = output<F>,
                                        .filter = filter<F>,
                                        .filter_adjoint = filter_adjoint<F>};

}  // namespace

namespace PIXELWISE_ISA {
extern const TileTransforms kTiles2x2 = kTransforms<F2>;
extern const TileTransforms kTiles4x4 = kTransforms<F4>;
}  // namespace PIXELWISE_ISA

}  // namespace pixelwise::kernels
