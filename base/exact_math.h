// sin, cos and log that give the same bits on every machine.
//
// The C library's versions differ in the last bit between machines. This would change a pixel of a
// generated image or an initial weight. The functions here use only + - * / on doubles. IEEE
// requires exact rounding for these, so the bits are the same everywhere (the library is compiled
// with -ffp-contract=off). They agree with the C library to about 1e-15.
#pragma once

namespace pixelwise::exact {

inline constexpr double kPi = 3.14159265358979323846;

/// Sine of x radians, |x| < 1e6.
double sin(double x);

/// Cosine of x radians, |x| < 1e6.
double cos(double x);

/// Natural logarithm of x > 0 (x normal, not subnormal).
double log(double x);

}  // namespace pixelwise::exact
