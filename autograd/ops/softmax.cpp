// With m = max_k x_k and s = sum_k exp(x_k - m):
//
//   softmax      y_c = exp(x_c - m) / s            dx_c = y_c (dy_c - sum_k dy_k y_k)
//   log_softmax  y_c = x_c - m - ln s              dx_c = dy_c - exp(y_c) sum_k dy_k
//
// Subtracting the maximum changes nothing mathematically and keeps exp() from overflowing.
#include "autograd/ops/softmax.h"

#include <algorithm>
#include <cmath>

#include "autograd/ops/pixels.h"
#include "base/check.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kPixelGrain = 4096;

void check(const char* op, const Shape& shape) {
  require(shape.rank() == 2 || shape.rank() == 4, op, ": input ", shape,
          " is neither [N, C] nor [N, C, H, W]");
}

}  // namespace

Tensor softmax(const Tensor& input) {
  const Shape shape = input.shape();
  check("softmax", shape);
  const std::int64_t channels = shape[1];
  Array y = Array::uninitialized(shape);
  const Real* in = input.value().data();
  Real* out = y.mutable_data();
  for_each_pixel(shape, kPixelGrain, [=](std::int64_t first) {
    const Real* x = in + first;
    Real* p = out + first;
    const Real m = *std::max_element(x, x + channels);
    Real s = 0;
    for (std::int64_t c = 0; c < channels; ++c) s += p[c] = std::exp(x[c] - m);
    for (std::int64_t c = 0; c < channels; ++c) p[c] /= s;
  });
  return Tensor::from_op("softmax", y, {{input, [=](const Array& dy) {
                                           Array dx = Array::uninitialized(shape);
                                           Real* to = dx.mutable_data();
                                           for_each_pixel(
                                               shape, kPixelGrain, [&](std::int64_t first) {
                                                 const Real* p = y.data() + first;
                                                 const Real* g = dy.data() + first;
                                                 Real dot = 0;
                                                 for (std::int64_t c = 0; c < channels; ++c)
                                                   dot += g[c] * p[c];
                                                 for (std::int64_t c = 0; c < channels; ++c)
                                                   to[first + c] = p[c] * (g[c] - dot);
                                               });
                                           return dx;
                                         }}});
}

Tensor log_softmax(const Tensor& input) {
  const Shape shape = input.shape();
  check("log_softmax", shape);
  const std::int64_t channels = shape[1];
  Array y = Array::uninitialized(shape);
  const Real* in = input.value().data();
  Real* out = y.mutable_data();
  for_each_pixel(shape, kPixelGrain, [=](std::int64_t first) {
    const Real* x = in + first;
    const Real m = *std::max_element(x, x + channels);
    Real s = 0;
    for (std::int64_t c = 0; c < channels; ++c) s += std::exp(x[c] - m);
    const Real log_s = std::log(s);  // not m + ln s: it rounds ln s away if m is large
    for (std::int64_t c = 0; c < channels; ++c) out[first + c] = (x[c] - m) - log_s;
  });
  return Tensor::from_op("log_softmax", y,
                         {{input, [=](const Array& dy) {
                             Array dx = Array::uninitialized(shape);
                             Real* to = dx.mutable_data();
                             for_each_pixel(shape, kPixelGrain, [&](std::int64_t first) {
                               const Real* log_p = y.data() + first;
                               const Real* g = dy.data() + first;
                               Real total = 0;
                               for (std::int64_t c = 0; c < channels; ++c) total += g[c];
                               for (std::int64_t c = 0; c < channels; ++c)
                                 to[first + c] = g[c] - std::exp(log_p[c]) * total;
                             });
                             return dx;
                           }}});
}

}  // namespace pixelwise
