// At every pixel, with c' running over the `size` channels around c,
//
//   s[c] = k + alpha / size * sum over c' of x[c']^2          y[c] = x[c] / s[c]^beta
//
// x[c] is in y[c] and, through s, in y of the channels around c. With
// ds[c]/dx[c'] = 2 alpha / size x[c'] and dy[c]/ds[c] = -beta y[c] / s[c]:
//
//   dx[c] = dy[c] / s[c]^beta - 2 alpha beta / size * x[c] * sum over c' of dy[c'] y[c'] / s[c']
//
// Shapes: x, s, y and their gradients [N,C,H,W].
#include "autograd/ops/local_response_norm.h"

#include <algorithm>
#include <cmath>

#include "autograd/ops/pixels.h"
#include "base/check.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kPixelGrain = 512;

// The sum of term(c') over the `size` channels around c.
template <class Term>
Real sum_around(std::int64_t c, std::int64_t channels, std::int64_t size, Term term) {
  const std::int64_t first = std::max<std::int64_t>(0, c - size / 2);
  const std::int64_t last = std::min(channels - 1, c + size / 2);
  Real sum = 0;
  for (std::int64_t i = first; i <= last; ++i) sum += term(i);
  return sum;
}

}  // namespace

Tensor local_response_norm(const Tensor& input, const LocalResponseNormOptions& o) {
  const Array x = input.value();
  const Shape shape = x.shape();
  require(shape.rank() == 4, "local_response_norm: input ", shape, " is not [N, C, H, W]");
  require(o.size >= 1 && o.size % 2 == 1, "local_response_norm: size ", o.size,
          " must be odd, so that a channel lies in the middle");
  require(o.k > 0 && o.alpha >= 0, "local_response_norm: k ", o.k, " must be above 0 and alpha ",
          o.alpha, " at least 0, or the sum could be 0");
  const std::int64_t channels = shape[1];
  const Real scale = static_cast<Real>(o.alpha / static_cast<double>(o.size));
  const Real beta = static_cast<Real>(o.beta), k = static_cast<Real>(o.k);

  Array s = Array::uninitialized(shape), y = Array::uninitialized(shape);
  Real *s_out = s.mutable_data(), *y_out = y.mutable_data();
  for_each_pixel(shape, kPixelGrain, [&](std::int64_t first) {
    const Real* x_in = x.data() + first;
    for (std::int64_t c = 0; c < channels; ++c) {
      const auto square = [=](std::int64_t i) { return x_in[i] * x_in[i]; };
      const Real sum = k + scale * sum_around(c, channels, o.size, square);
      s_out[first + c] = sum;
      y_out[first + c] = x_in[c] * std::pow(sum, -beta);
    }
  });

  const auto gradient = [=](const Array& dy) {
    Array dx = Array::uninitialized(shape);
    Real* dx_out = dx.mutable_data();
    for_each_pixel(shape, kPixelGrain, [&](std::int64_t first) {
      const Real *x_in = x.data() + first, *s_in = s.data() + first;
      const Real *y_in = y.data() + first, *dy_in = dy.data() + first;
      for (std::int64_t c = 0; c < channels; ++c) {
        const auto through_s = [=](std::int64_t i) { return dy_in[i] * y_in[i] / s_in[i]; };
        const Real around = sum_around(c, channels, o.size, through_s);
        dx_out[first + c] =
            dy_in[c] * std::pow(s_in[c], -beta) - 2 * scale * beta * x_in[c] * around;
      }
    });
    return dx;
  };
  return Tensor::from_op("local_response_norm", y, {{input, gradient}}, [=] {
    OpDetails details;
    details.options = text("size ", o.size, ", alpha ", o.alpha, ", beta ", o.beta, ", k ", o.k);
    return details;
  });
}

}  // namespace pixelwise
