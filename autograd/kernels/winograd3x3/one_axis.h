// Winograd's minimal filtering along one axis, F(m, 3): m outputs of a filter with 3 taps from
// m + 2 inputs, with m + 2 products instead of 3 m.
//
// A filter is a product of polynomials. A polynomial is fixed by its values at enough points, and
// the value of a product is the product of the values: one multiplication for each point.
//   y = A^T [(G g) * (B^T d)]
//   B^T d: the inputs d, combined so that each row meets one point
//   G g:   the filter's values at the points, over the product of the point's distances
//   A^T m: from the products m back to the outputs
// The points are 0, the pair +-a (for m = 4 also +-b) and infinity.
//
// Two dimensions: first every column, then every row. m = 4 takes 36 products for 16 outputs; the
// definition takes 144. The adjoints A m and G^T m serve the weight gradient.
//
// Points near 1 in size keep the powers small, and so the rounding errors: +-sqrt(1/2), +-sqrt(2)
// give half the error of the usual +-1, +-2 (../MEASUREMENTS.md).
//
// Included by files compiled per instruction set: all names are in an unnamed namespace. V is a
// vector of floats.
#pragma once

#include "autograd/kernels/vector.h"

namespace {

struct F2 {
  static constexpr int kOut = 2, kIn = 4;

  template <class V>
  static PIXELWISE_INLINE void input(const V (&d)[4], V (&t)[4]) {
    t[0] = d[2] - d[0];
    t[1] = d[2] + d[1];
    t[2] = d[2] - d[1];
    t[3] = d[3] - d[1];
  }

  template <class V>
  static PIXELWISE_INLINE void filter(const V (&g)[3], V (&t)[4]) {
    const V even = 0.5f * (g[0] + g[2]), odd = 0.5f * g[1];
    t[0] = -g[0];
    t[1] = even + odd;
    t[2] = even - odd;
    t[3] = g[2];
  }

  template <class V>
  static PIXELWISE_INLINE void output(const V (&m)[4], V (&y)[2]) {
    y[0] = m[0] + m[1] + m[2];
    y[1] = m[1] - m[2] + m[3];
  }

  template <class V>
  static PIXELWISE_INLINE void output_adjoint(const V (&y)[2], V (&m)[4]) {
    m[0] = y[0];
    m[1] = y[0] + y[1];
    m[2] = y[0] - y[1];
    m[3] = y[1];
  }

  template <class V>
  static PIXELWISE_INLINE void filter_adjoint(const V (&t)[4], V (&g)[3]) {
    const V even = 0.5f * (t[1] + t[2]);
    g[0] = even - t[0];
    g[1] = 0.5f * (t[1] - t[2]);
    g[2] = even + t[3];
  }
};

struct F4 {
  static constexpr int kOut = 4, kIn = 6;

  // a^2 = 1/2, b^2 = 2: a^2 b^2 = 1 and a^2 + b^2 = 5/2.
  static constexpr float kA = 0.70710678118654752f, kA2 = 0.5f, kA3 = kA * kA2;
  static constexpr float kB = 1.41421356237309505f, kB2 = 2.0f, kB3 = kB * kB2;
  static constexpr float kSum = kA2 + kB2;
  static constexpr float kGa = 1.0f / (2.0f * kA2 * (kA2 - kB2));  // 1 / product of distances
  static constexpr float kGb = 1.0f / (2.0f * kB2 * (kB2 - kA2));
  static_assert(kA2 * kB2 == 1.0f, "the first and last rows of input() rely on it");

  template <class V>
  static PIXELWISE_INLINE void input(const V (&d)[6], V (&t)[6]) {
    const V even_a = d[4] - kB2 * d[2], odd_a = kA * (d[3] - kB2 * d[1]);
    const V even_b = d[4] - kA2 * d[2], odd_b = kB * (d[3] - kA2 * d[1]);
    t[0] = d[0] + d[4] - kSum * d[2];
    t[1] = even_a + odd_a;
    t[2] = even_a - odd_a;
    t[3] = even_b + odd_b;
    t[4] = even_b - odd_b;
    t[5] = d[1] + d[5] - kSum * d[3];
  }

  template <class V>
  static PIXELWISE_INLINE void filter(const V (&g)[3], V (&t)[6]) {
    const V even_a = kGa * (g[0] + kA2 * g[2]), odd_a = (kGa * kA) * g[1];
    const V even_b = kGb * (g[0] + kB2 * g[2]), odd_b = (kGb * kB) * g[1];
    t[0] = g[0];
    t[1] = even_a + odd_a;
    t[2] = even_a - odd_a;
    t[3] = even_b + odd_b;
    t[4] = even_b - odd_b;
    t[5] = g[2];
  }

  template <class V>
  static PIXELWISE_INLINE void output(const V (&m)[6], V (&y)[4]) {
    const V even_a = m[1] + m[2], odd_a = m[1] - m[2];
    const V even_b = m[3] + m[4], odd_b = m[3] - m[4];
    y[0] = m[0] + even_a + even_b;
    y[1] = kA * odd_a + kB * odd_b;
    y[2] = kA2 * even_a + kB2 * even_b;
    y[3] = kA3 * odd_a + kB3 * odd_b + m[5];
  }

  template <class V>
  static PIXELWISE_INLINE void output_adjoint(const V (&y)[4], V (&m)[6]) {
    const V even_a = y[0] + kA2 * y[2], odd_a = kA * y[1] + kA3 * y[3];
    const V even_b = y[0] + kB2 * y[2], odd_b = kB * y[1] + kB3 * y[3];
    m[0] = y[0];
    m[1] = even_a + odd_a;
    m[2] = even_a - odd_a;
    m[3] = even_b + odd_b;
    m[4] = even_b - odd_b;
    m[5] = y[3];
  }

  template <class V>
  static PIXELWISE_INLINE void filter_adjoint(const V (&t)[6], V (&g)[3]) {
    const V even_a = kGa * (t[1] + t[2]), even_b = kGb * (t[3] + t[4]);
    g[0] = t[0] + even_a + even_b;
    g[1] = (kGa * kA) * (t[1] - t[2]) + (kGb * kB) * (t[3] - t[4]);
    g[2] = kA2 * even_a + kB2 * even_b + t[5];
  }
};

}  // namespace
