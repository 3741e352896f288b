#include "base/exact_math.h"

#include <cmath>
#include <cstdint>

#include "base/bit_copy.h"

namespace pixelwise::exact {
namespace {

// Taylor series around 0, for |x| <= pi/4: the first term left out is below 1e-17.
double sin_near_zero(double x) {
  const double x2 = x * x;
  double sum = 0.0;
  for (int k = 17; k >= 3; k -= 2) sum = -x2 / (k * (k - 1)) * (1.0 + sum);
  return x * (1.0 + sum);
}

double cos_near_zero(double x) {
  const double x2 = x * x;
  double sum = 0.0;
  for (int k = 18; k >= 2; k -= 2) sum = -x2 / (k * (k - 1)) * (1.0 + sum);
  return 1.0 + sum;
}

struct Reduced {
  double angle;  // in [-pi/4, pi/4]
  int quarter;   // x = angle + quarter * pi/2, modulo a full turn
};

Reduced reduce(double x) {
  // pi/2 in two parts: the first has 33 significant bits, so quarters * first is exact.
  constexpr double kHalfPiHigh = 1.57079632673412561417;
  constexpr double kHalfPiLow = 6.07710050650619224932e-11;
  const double quarters = std::floor(x / (kPi / 2) + 0.5);
  const double angle = (x - quarters * kHalfPiHigh) - quarters * kHalfPiLow;
  const double in_turn = quarters - 4.0 * std::floor(quarters / 4.0);
  return {angle, static_cast<int>(in_turn)};
}

// std::frexp, but without a call if x is an ordinary number.
double split(double x, int& exponent) {
  constexpr std::uint64_t kMantissa = (std::uint64_t{1} << 52) - 1;
  const auto bits = bit_copy<std::uint64_t>(x);
  const auto biased = static_cast<int>(bits >> 52);
  if (biased < 1 || biased > 2046) return std::frexp(x, &exponent);
  exponent = biased - 1022;
  return bit_copy<double>((bits & kMantissa) | std::uint64_t{1022} << 52);
}

double sin_of(const Reduced& r) {
  const double value = r.quarter % 2 == 0 ? sin_near_zero(r.angle) : cos_near_zero(r.angle);
  return r.quarter < 2 ? value : -value;
}

}  // namespace

double sin(double x) { return sin_of(reduce(x)); }

// cos x = sin(x + pi/2). The quarter turn is added after the reduction: x + pi/2 would be rounded,
// which costs up to 6e-11 at x = 1e6.
double cos(double x) {
  const Reduced r = reduce(x);
  return sin_of({r.angle, (r.quarter + 1) % 4});
}

double log(double x) {
  constexpr double kLn2 = 0.69314718055994530942;
  constexpr double kSqrtHalf = 0.70710678118654752440;
  int exponent = 0;
  double m = split(x, exponent);  // x = m 2^exponent, m in [1/2, 1): exact
  if (m < kSqrtHalf) {
    m *= 2.0;
    --exponent;
  }
  // log m = 2 artanh(s) = 2 (s + s^3/3 + s^5/5 + ...), |s| <= 0.172
  const double s = (m - 1.0) / (m + 1.0);
  const double s2 = s * s;
  double sum = 0.0;
  for (int k = 23; k >= 1; k -= 2) sum = sum * s2 + 1.0 / k;
  return exponent * kLn2 + 2.0 * s * sum;
}

}  // namespace pixelwise::exact
