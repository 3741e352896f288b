// Winograd's transforms along one axis for kernels seven wide, F(4, 7). Compiled once per
// instruction set.
//
// Idea: y = A^T [(G g) * (B^T d)]: 4 outputs from 10 inputs, with 10 products instead of 28. (Why
// this works: ../winograd3x3/one_axis.h.)
// The points are 0, four pairs +-p and infinity. At p and -p a polynomial is even + odd and
// even - odd, the sums of its even and its odd powers: so a pair costs half.
// Declines: nothing. Gains: see correlate_along_rows.cpp.
#include "autograd/kernels/large_kernels/row_transforms.h"

#include "autograd/kernels/vector.h"

namespace pixelwise::kernels {
namespace {

constexpr int kOut = 4, kTaps = 7, kIn = kOut + kTaps - 1, kPairs = 4;
static_assert(kIn == 2 + 2 * kPairs, "0, infinity and the pairs");

struct Coefficients {
  // The product of x^2 - q^2 over all pairs q: its coefficients, ascending in x^2, without the
  // leading 1. `others` leaves out one pair.
  float all[kPairs];
  float others[kPairs][kPairs - 1];
  float point[kPairs];
  float output[kPairs][kOut];   // p^k
  float filter[kPairs][kTaps];  // p^k over the product of p's distances from the other points
};

// Two and two multiply to 1, which keeps the numbers near 1. The rounding errors are half as large
// again as those of 4x4 tiles (../MEASUREMENTS.md).
constexpr double kPoints[kPairs] = {0.5, 0.75, 4.0 / 3.0, 2.0};

// The product of x^2 - q^2 over the pairs, without pair `skip`; kPairs skips none.
constexpr void multiply_out(int skip, float* coefficients) {
  double product[kPairs + 1] = {1.0};
  int degree = 0;
  for (int q = 0; q < kPairs; ++q) {
    if (q == skip) continue;
    const double square = kPoints[q] * kPoints[q];
    product[++degree] = 0.0;
    for (int k = degree; k > 0; --k) product[k] = product[k - 1] - square * product[k];
    product[0] *= -square;
  }
  for (int k = 0; k < degree; ++k) coefficients[k] = static_cast<float>(product[k]);
}

// The compiler computes them from the points.
constexpr Coefficients coefficients() {
  Coefficients c = {};
  multiply_out(kPairs, c.all);
  for (int i = 0; i < kPairs; ++i) {
    multiply_out(i, c.others[i]);
    const double p = kPoints[i];
    double distances = 2.0 * p * p;  // from 0 and from -p
    for (int q = 0; q < kPairs; ++q) {
      if (q != i) distances *= p * p - kPoints[q] * kPoints[q];
    }
    c.point[i] = static_cast<float>(p);
    double power = 1.0;
    for (int k = 0; k < kTaps; ++k, power *= p) {
      if (k < kOut) c.output[i][k] = static_cast<float>(power);
      c.filter[i][k] = static_cast<float>(power / distances);
    }
  }
  return c;
}

constexpr Coefficients kC = coefficients();
// 1 / the product of the distances of 0 from the other points, which is the product of all p^2.
static_assert(kC.all[0] > 0.9999f && kC.all[0] < 1.0001f, "0 has the filter's first tap as it is");

PIXELWISE_INLINE void input_points(const Vector (&d)[kIn], Vector (&t)[kIn]) {
#pragma GCC unroll 4
  for (int i = 0; i < kPairs; ++i) {
    Vector even = d[kIn - 2], odd = d[kIn - 3];
#pragma GCC unroll 4
    for (int k = 0; k < kPairs - 1; ++k) {
      even += kC.others[i][k] * d[2 * k + 2];
      odd += kC.others[i][k] * d[2 * k + 1];
    }
    odd *= kC.point[i];
    t[1 + 2 * i] = even + odd;
    t[2 + 2 * i] = even - odd;
  }
  t[0] = d[kIn - 2];
  t[kIn - 1] = d[kIn - 1];
#pragma GCC unroll 4
  for (int k = 0; k < kPairs; ++k) {
    t[0] += kC.all[k] * d[2 * k];
    t[kIn - 1] += kC.all[k] * d[2 * k + 1];
  }
}

PIXELWISE_INLINE void filter_points(const Vector (&g)[kTaps], Vector (&t)[kIn]) {
#pragma GCC unroll 4
  for (int i = 0; i < kPairs; ++i) {
    Vector even = kC.filter[i][0] * g[0], odd = kC.filter[i][1] * g[1];
#pragma GCC unroll 4
    for (int k = 2; k < kTaps; k += 2) even += kC.filter[i][k] * g[k];
#pragma GCC unroll 4
    for (int k = 3; k < kTaps; k += 2) odd += kC.filter[i][k] * g[k];
    t[1 + 2 * i] = even + odd;
    t[2 + 2 * i] = even - odd;
  }
  t[0] = g[0];
  t[kIn - 1] = g[kTaps - 1];
}

PIXELWISE_INLINE void output_points(const Vector (&m)[kIn], Vector (&y)[kOut]) {
  y[0] = m[0];
  y[1] = y[2] = Vector{};
  y[3] = m[kIn - 1];
#pragma GCC unroll 4
  for (int i = 0; i < kPairs; ++i) {
    const Vector even = m[1 + 2 * i] + m[2 + 2 * i], odd = m[1 + 2 * i] - m[2 + 2 * i];
#pragma GCC unroll 4
    for (int k = 0; k < kOut; ++k) y[k] += kC.output[i][k] * (k % 2 == 0 ? even : odd);
  }
}

PIXELWISE_INLINE void output_adjoint_points(const Vector (&y)[kOut], Vector (&m)[kIn]) {
  m[0] = y[0];
  m[kIn - 1] = y[kOut - 1];
#pragma GCC unroll 4
  for (int i = 0; i < kPairs; ++i) {
    const Vector even = y[0] + kC.output[i][2] * y[2];
    const Vector odd = kC.output[i][1] * y[1] + kC.output[i][3] * y[3];
    m[1 + 2 * i] = even + odd;
    m[2 + 2 * i] = even - odd;
  }
}

PIXELWISE_INLINE void filter_adjoint_points(const Vector (&t)[kIn], Vector (&g)[kTaps]) {
#pragma GCC unroll 8
  for (int v = 0; v < kTaps; ++v) g[v] = v == 0 ? t[0] : v == kTaps - 1 ? t[kIn - 1] : Vector{};
#pragma GCC unroll 4
  for (int i = 0; i < kPairs; ++i) {
    const Vector even = t[1 + 2 * i] + t[2 + 2 * i], odd = t[1 + 2 * i] - t[2 + 2 * i];
#pragma GCC unroll 8
    for (int v = 0; v < kTaps; ++v) g[v] += kC.filter[i][v] * (v % 2 == 0 ? even : odd);
  }
}

void input(const RowTiles& r, const float* x, float* values) {
  for (Index tile = 0; tile < r.tiles; ++tile, values += r.tile_stride) {
    const Index first = tile * kOut + r.first;
    for (Index c = 0; c < r.channels; c += kLanes) {
      Vector pixels[kIn], points[kIn];
#pragma GCC unroll 10
      for (int k = 0; k < kIn; ++k) {
        const Index j = first + k;
        pixels[k] = j >= 0 && j < r.width ? load(x + j * r.pixel + c) : Vector{};
      }
      input_points(pixels, points);
#pragma GCC unroll 10
      for (int k = 0; k < kIn; ++k) store(values + k * r.point_stride + c, points[k]);
    }
  }
}

void filter(const RowFilters& f, float* values) {
  for (Index row = 0; row < f.rows; ++row) {
    for (Index j = 0; j < f.columns; j += kLanes) {
      const float* w = f.w + row * f.row + j;
      Vector taps[kTaps], points[kIn];
#pragma GCC unroll 8
      for (int v = 0; v < kTaps; ++v) taps[v] = load(w + v * f.tap);
      filter_points(taps, points);
      float* to = values + row * f.columns + j;
#pragma GCC unroll 10
      for (int k = 0; k < kIn; ++k) store(to + k * f.point_stride, points[k]);
    }
  }
}

void output(const RowTiles& r, const float* values, const float* bias, float* y) {
  for (Index tile = 0; tile < r.tiles; ++tile, values += r.tile_stride) {
    const Index first = tile * kOut;
    const Index pixels = r.width - first < kOut ? r.width - first : kOut;
    for (Index c = 0; c < r.channels; c += kLanes) {
      const Index channels = r.channels - c < kLanes ? r.channels - c : kLanes;
      float start[kLanes] = {};
      for (Index k = 0; k < channels && bias != nullptr; ++k) start[k] = bias[c + k];
      Vector points[kIn], sums[kOut];
#pragma GCC unroll 10
      for (int k = 0; k < kIn; ++k) points[k] = load(values + k * r.point_stride + c);
      output_points(points, sums);
      float copy[kOut][kLanes];
#pragma GCC unroll 4
      for (int k = 0; k < kOut; ++k) store(copy[k], lift(sums[k] + load(start), r.floor));
      for (Index j = 0; j < pixels; ++j) {
        float* to = y + (first + j) * r.pixel + c;
        for (Index k = 0; k < channels; ++k) to[k] = copy[j][k];
      }
    }
  }
}

void output_adjoint(const RowTiles& r, const float* dy, float* values) {
  for (Index tile = 0; tile < r.tiles; ++tile, values += r.tile_stride) {
    const Index first = tile * kOut;
    for (Index c = 0; c < r.channels; c += kLanes) {
      const Index channels = r.channels - c < kLanes ? r.channels - c : kLanes;
      Vector pixels[kOut], points[kIn];
#pragma GCC unroll 4
      for (int j = 0; j < kOut; ++j) {
        float copy[kLanes] = {};
        const float* from = dy + (first + j) * r.pixel + c;
        for (Index k = 0; k < channels && first + j < r.width; ++k) copy[k] = from[k];
        pixels[j] = load(copy);
      }
      output_adjoint_points(pixels, points);
#pragma GCC unroll 10
      for (int k = 0; k < kIn; ++k) store(values + k * r.point_stride + c, points[k]);
    }
  }
}

void filter_adjoint(const float* values, Index point_stride, Index channels, Index tap_stride,
                    float* dw) {
  for (Index c = 0; c < channels; c += kLanes) {
    Vector points[kIn], taps[kTaps];
#pragma GCC unroll 10
    for (int k = 0; k < kIn; ++k) points[k] = load(values + k * point_stride + c);
    filter_adjoint_points(points, taps);
#pragma GCC unroll 8
    for (int v = 0; v < kTaps; ++v) store(dw + v * tap_stride + c, taps[v]);
  }
}

}  // namespace

namespace PIXELWISE_ISA {
extern const RowTransforms kRowTransforms = {.m = kOut,
                                             .taps = kTaps,
                                             .points = kIn,
                                             .input = input,
                                             .filter = filter,
                                             .output = output,
                                             .output_adjoint = output_adjoint,
                                             .filter_adjoint = filter_adjoint};
}

}  // namespace pixelwise::kernels
