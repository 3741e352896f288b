// y = x m, m = 0 or 1/(1-p) drawn at random: dy/dx = m.
#include "autograd/ops/dropout.h"

#include "autograd/array_math.h"
#include "base/check.h"

namespace pixelwise {
namespace {

Array random_mask(const Shape& shape, double p, Rng& rng) {
  Array mask = Array::uninitialized(shape);
  const Real kept = static_cast<Real>(1.0 / (1.0 - p));
  Real* m = mask.mutable_data();
  for (std::int64_t i = 0; i < mask.size(); ++i) m[i] = rng.chance(p) ? Real{0} : kept;
  return mask;
}

Tensor masked(const char* op, const Tensor& x, const Array& mask, double p) {
  return Tensor::from_op(op, x.value() * mask, {{x, [=](const Array& dy) { return dy * mask; }}},
                         [=] {
                           OpDetails details;
                           details.options = text("p ", p);
                           return details;
                         });
}

void check_probability(const char* op, double p) {
  require(p >= 0 && p < 1, op, ": p = ", p, " is not in [0, 1)");
}

}  // namespace

Tensor dropout(const Tensor& x, double p, Rng& rng) {
  check_probability("dropout", p);
  return masked("dropout", x, random_mask(x.shape(), p, rng), p);
}

Tensor channel_dropout(const Tensor& x, double p, Rng& rng) {
  check_probability("channel_dropout", p);
  const Shape& shape = x.shape();
  require(shape.rank() == 4, "channel_dropout: input ", shape, " is not [N, C, H, W]");
  return masked("channel_dropout", x, random_mask({shape[0], shape[1], 1, 1}, p, rng), p);
}

}  // namespace pixelwise
