#include "layers/init.h"

#include <cmath>

#include "base/check.h"

namespace pixelwise {

Array he_normal(const Shape& shape, std::int64_t fan_in, Rng& rng) {
  require(fan_in >= 1, "he_normal: fan_in ", fan_in, " for shape ", shape);
  const double deviation = std::sqrt(2.0 / static_cast<double>(fan_in));
  const auto draw = [&] { return static_cast<Real>(deviation * rng.normal()); };
  Array w = Array::uninitialized(shape);
  Real* values = w.mutable_data();
  if (shape.rank() != 4) {
    for (std::int64_t i = 0; i < w.size(); ++i) values[i] = draw();
    return w;
  }
  // Drawn in the order of the shape as spoken, wherever they lie in memory.
  for (std::int64_t o = 0; o < shape[0]; ++o) {
    for (std::int64_t c = 0; c < shape[1]; ++c) {
      for (std::int64_t u = 0; u < shape[2]; ++u) {
        for (std::int64_t v = 0; v < shape[3]; ++v) values[w.offset(o, c, u, v)] = draw();
      }
    }
  }
  return w;
}

Array bilinear_kernel(std::int64_t channels, std::int64_t kernel) {
  require(channels >= 1 && kernel >= 1, "bilinear_kernel: ", channels, " channels, kernel ",
          kernel);
  const std::int64_t half = (kernel + 1) / 2;  // rounded down
  const auto factor = static_cast<double>(half);
  const double centre = static_cast<double>(kernel - 1) / 2;
  const auto tent = [=](std::int64_t i) {
    return 1.0 - std::abs(static_cast<double>(i) - centre) / factor;
  };
  Array w({channels, channels, kernel, kernel});
  for (std::int64_t c = 0; c < channels; ++c) {
    for (std::int64_t u = 0; u < kernel; ++u) {
      for (std::int64_t v = 0; v < kernel; ++v) {
        w(c, c, u, v) = static_cast<Real>(tent(u) * tent(v));
      }
    }
  }
  return w;
}

}  // namespace pixelwise
