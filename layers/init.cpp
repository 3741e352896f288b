#include "layers/init.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/check.h"
#include "base/parallel.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kPiece = 1 << 20;  // weights that one generator draws

thread_local bool leave_uninitialized = false;

// Fills w[first], ..., w[last - 1] along the first axis, in logical order.
void draw(Array& w, std::int64_t first, std::int64_t last, double deviation, Rng& rng) {
  const Shape& shape = w.shape();
  const std::int64_t each = w.size() / shape[0];
  Real* values = w.mutable_data();
  const auto next = [&] { return static_cast<Real>(deviation * rng.normal()); };
  for (std::int64_t o = first; o < last; ++o) {
    if (shape.rank() != 4) {
      for (std::int64_t i = o * each; i < (o + 1) * each; ++i) values[i] = next();
      continue;
    }
    for (std::int64_t c = 0; c < shape[1]; ++c) {
      for (std::int64_t u = 0; u < shape[2]; ++u) {
        for (std::int64_t v = 0; v < shape[3]; ++v) values[w.offset(o, c, u, v)] = next();
      }
    }
  }
}

}  // namespace

UninitializedWeights::UninitializedWeights() : before_(leave_uninitialized) {
  leave_uninitialized = true;
}

UninitializedWeights::~UninitializedWeights() { leave_uninitialized = before_; }

Array he_normal(const Shape& shape, std::int64_t fan_in, Rng& rng) {
  require(fan_in >= 1, "he_normal: fan_in ", fan_in, " for shape ", shape);
  const double deviation = std::sqrt(2.0 / static_cast<double>(fan_in));
  Array w = Array::uninitialized(shape);
  if (leave_uninitialized) return w;
  if (w.size() <= kPiece) {
    if (w.size() > 0) draw(w, 0, shape[0], deviation, rng);
    return w;
  }
  // To draw the 100 million weights of fc6 takes seconds: pieces are drawn in parallel.
  const std::int64_t rows = std::max<std::int64_t>(1, kPiece / (w.size() / shape[0]));
  std::vector<Rng> generators;
  for (std::int64_t i = 0; i < shape[0]; i += rows) generators.emplace_back(rng.next());
  parallel_ranges(shape[0], rows, [&](std::int64_t first, std::int64_t last) {
    draw(w, first, last, deviation, generators[static_cast<std::size_t>(first / rows)]);
  });
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
