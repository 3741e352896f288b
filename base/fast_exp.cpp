#include "base/fast_exp.h"

#include <bit>
#include <cmath>

namespace pixelwise {
namespace {

// e^x = 2^n e^r with n = round(x / ln 2) and |r| <= ln 2 / 2, where a polynomial is good enough.
// There are no branches and no calls, so that the compiler makes vector instructions of the loop.
inline float exp_of_nonpositive(float x) {
  constexpr float kLowest = -87.0f;
  constexpr float kRound = 12582912.0f;  // 1.5 * 2^23: adding it leaves no bits for a fraction
  constexpr float kLn2High = 0.693359375f, kLn2Low = -2.12194440e-4f;  // n * high is exact
  const float inside = x < kLowest ? kLowest : x;
  const float shifted = inside * 1.44269504f + kRound;
  const float n = shifted - kRound;
  const float r = (inside - n * kLn2High) - n * kLn2Low;
  // Taylor's series to r^7: what is left out, r^8 / 40320, is below 1e-8 at the ends.
  float p = 1.0f / 720 + r * (1.0f / 5040);
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = (p * r) * r + r + 1.0f;
  // The low bits of `shifted` are n; as an exponent they make 2^n.
  const auto exponent = (std::bit_cast<std::int32_t>(shifted) + 127) << 23;
  const float result = p * std::bit_cast<float>(exponent);
  return x < kLowest ? 0.0f : result;
}

}  // namespace

void exp_of_nonpositive(float* values, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) values[i] = exp_of_nonpositive(values[i]);
}

void exp_of_nonpositive(double* values, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) values[i] = std::exp(values[i]);
}

}  // namespace pixelwise
