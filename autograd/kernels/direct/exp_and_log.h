// e^x and ln x of a vector of numbers. Included only by files compiled per instruction set.
#pragma once

#include "autograd/kernels/vector.h"

namespace {

typedef std::int32_t Integers __attribute__((vector_size(sizeof(std::int32_t) * kLanes)));

PIXELWISE_INLINE Vector with_bits(Integers bits) {
  Vector v;
  __builtin_memcpy(&v, &bits, sizeof v);
  return v;
}

PIXELWISE_INLINE Integers bits_of(Vector v) {
  Integers bits;
  __builtin_memcpy(&bits, &v, sizeof v);
  return bits;
}

// e^x for x <= 0; NaN stays NaN. The relative error is below 2e-7. Below -87 the result is 0: float
// has almost no normal numbers left there.
//   e^x = 2^n e^r with n = round(x / ln 2) and |r| <= ln 2 / 2.
// e^r is Taylor's series up to r^7. The first term left out, r^8 / 40320, is below 1e-8.
PIXELWISE_INLINE Vector exp_of_nonpositive(Vector x) {
  constexpr float kRound = 12582912.0f;  // 1.5 * 2^23: adding it leaves no bits for a fraction
  constexpr float kLn2High = 0.693359375f, kLn2Low = -2.12194440e-4f;  // n * high is exact
  const Vector lowest = Vector{} - 87.0f;
  const Vector inside = x < lowest ? lowest : x;
  const Vector shifted = inside * 1.44269504f + kRound;
  const Vector n = shifted - kRound;
  const Vector r = (inside - n * kLn2High) - n * kLn2Low;
  Vector p = r * (1.0f / 5040) + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = (p * r) * r + r + 1.0f;
  // The low bits of `shifted` are n; as an exponent they make 2^n.
  const Vector power = with_bits((bits_of(shifted) + 127) << 23);
  return x < lowest ? Vector{} : p * power;
}

// ln x for finite x >= 1; NaN stays NaN.
//   x = 2^n m with m in [sqrt(1/2), sqrt(2)), so ln x = n ln 2 + ln m.
//   ln m = 2 artanh(z) = 2 (z + z^3/3 + ...) with z = (m - 1) / (m + 1), |z| < .172.
// The first term left out, z^11 / 11, is below 3e-9 of z.
PIXELWISE_INLINE Vector log_of_at_least_one(Vector x) {
  constexpr std::int32_t kSqrtHalf = 0x3f3504f3;  // as bits: those of x above it hold n
  const Integers n = (bits_of(x) - kSqrtHalf) >> 23;
  const Vector m = with_bits(bits_of(x) - (n << 23));
  const Vector z = (m - 1.0f) / (m + 1.0f), z2 = z * z;
  Vector sum = z2 * (1.0f / 9) + 1.0f / 7;
  sum = sum * z2 + 1.0f / 5;
  sum = sum * z2 + 1.0f / 3;
  const Vector result =
      __builtin_convertvector(n, Vector) * 0.69314718f + 2.0f * (z + z * z2 * sum);
  return x != x ? x : result;  // NOLINT(misc-redundant-expression)
}

}  // namespace
