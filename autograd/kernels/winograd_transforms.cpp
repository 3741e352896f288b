// Winograd's transforms of tiles and filters, compiled once per instruction set.
//
// Idea: channels-last, a vector of channels of one pixel is one load, and the transforms are the
// same additions for every channel; so each tile is transformed column by column, then row by
// row, a vector of channels at a time. Positions of the domain lie far apart in memory (each is
// the matrix of one product), so a tile writes (m + 2)^2 streams. Tiles that reach over the border
// of the image, and the last channels if they do not fill a vector, go through a small copy with
// zeros around it.
// Declines: nothing. Costs 10 to 20 % of the convolution from 64 channels on.
#include "autograd/kernels/isa.h"
#include "autograd/kernels/vector.h"
#include "autograd/kernels/winograd_1d.h"

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

// Copies what lies inside the image of a patch at (h, w), `channels` of it; zeros elsewhere.
template <int kSide>
void copy_patch(const WinogradTiles& t, const float* image, Index h, Index w, Index channels,
                float (&patch)[kSide][kSide][kLanes]) {
  for (int i = 0; i < kSide; ++i) {
    const bool row_inside = h + i >= 0 && h + i < t.h;
    const float* row = image + ((h + i) * t.w + w) * t.pixel;
    for (int j = 0; j < kSide; ++j) {
      const bool inside = row_inside && w + j >= 0 && w + j < t.w;
      store(patch[i][j], inside ? load_channels(row + j * t.pixel, channels) : Vector{});
    }
  }
}

template <class F, class Transform, int kSide>
void to_domain(const WinogradTiles& t, const float* x, float* values) {
  float patch[kSide][kSide][kLanes];
  const Index per_image = t.tiles_h * t.tiles_w;
  for (Index tile = 0; tile < t.tiles; ++tile) {
    const Index global = t.first_tile + tile;
    const float* image = x + global / per_image * t.h * t.w * t.pixel;
    const Index h = global % per_image / t.tiles_w * F::kOut - t.origin_h;
    const Index w = global % t.tiles_w * F::kOut - t.origin_w;
    const bool inside = h >= 0 && w >= 0 && h + kSide <= t.h && w + kSide <= t.w;
    const float* corner = image + (h * t.w + w) * t.pixel;
    float* to = values + tile * t.tile_stride;
    for (Index c = 0, in_block = 0; c < t.channels; c += kLanes, in_block += kLanes) {
      if (in_block == t.block) {
        in_block = 0;
        to += t.block_stride;
      }
      if (inside && c + kLanes <= t.channels) {
        transform_patch<F, Transform, kSide>(corner + c, t.w * t.pixel, t.pixel, to + in_block,
                                             t.position_stride);
      } else {
        copy_patch<kSide>(t, image + c, h, w, t.channels - c, patch);
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

template <class F>
void output(const WinogradTiles& t, const float* values, const float* bias, float* y) {
  constexpr int kOut = F::kOut;
  const Index per_image = t.tiles_h * t.tiles_w;
  for (Index tile = 0; tile < t.tiles; ++tile, values += t.tile_stride) {
    const Index global = t.first_tile + tile;
    float* image = y + global / per_image * t.h * t.w * t.pixel;
    const Index h = global % per_image / t.tiles_w * kOut;
    const Index w = global % t.tiles_w * kOut;
    const bool inside = h + kOut <= t.h && w + kOut <= t.w;
    const Index rows = clamp(t.h - h, 0, kOut), columns = clamp(t.w - w, 0, kOut);
    for (Index c = 0; c < t.channels; c += kLanes) {
      const Index channels = clamp(t.channels - c, 0, kLanes);
      float start[kLanes] = {};
      for (Index k = 0; k < channels && bias != nullptr; ++k) start[k] = bias[c + k];
      Vector patch[kOut][kOut];
      output_patch<F>(values + c, t.position_stride, load(start), t.floor, patch);
      float* to = image + (h * t.w + w) * t.pixel + c;
      if (inside && channels == kLanes) {
#pragma GCC unroll 4
        for (int i = 0; i < kOut; ++i) {
#pragma GCC unroll 4
          for (int j = 0; j < kOut; ++j) store(to + (i * t.w + j) * t.pixel, patch[i][j]);
        }
        continue;
      }
      float copy[kOut][kOut][kLanes];
#pragma GCC unroll 4
      for (int i = 0; i < kOut; ++i) {
#pragma GCC unroll 4
        for (int j = 0; j < kOut; ++j) store(copy[i][j], patch[i][j]);
      }
      for (Index i = 0; i < rows; ++i) {
        for (Index j = 0; j < columns; ++j) {
          float* pixel = to + (i * t.w + j) * t.pixel;
          if (channels == kLanes) {
            store(pixel, load(copy[i][j]));
            continue;
          }
          for (Index k = 0; k < channels; ++k) pixel[k] = copy[i][j][k];
        }
      }
    }
  }
}

template <class F>
void filter(const WinogradFilters& f, float* values) {
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
constexpr WinogradTransforms kTransforms = {F::kOut,
                                            to_domain<F, Input, F::kIn>,
                                            to_domain<F, OutputAdjoint, F::kOut>,
                                            output<F>,
                                            filter<F>,
                                            filter_adjoint<F>};

}  // namespace

extern const WinogradTransforms PIXELWISE_WINOGRAD_TABLE[2] = {kTransforms<F2>, kTransforms<F4>};

}  // namespace pixelwise::kernels
