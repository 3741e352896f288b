#include "layers/init.h"

#include <cmath>
#include <vector>

#include "base/check.h"

namespace pixelwise {

Array he_normal(const Shape& shape, std::int64_t fan_in, Rng& rng) {
  require(fan_in >= 1, "he_normal: fan_in ", fan_in, " for shape ", shape);
  const double deviation = std::sqrt(2.0 / static_cast<double>(fan_in));
  std::vector<Real> values(static_cast<std::size_t>(shape.size()));
  for (Real& value : values) value = static_cast<Real>(deviation * rng.normal());
  return Array(shape, values);
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
