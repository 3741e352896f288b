#include "autograd/ops/reduce.h"

#include "autograd/array_math.h"
#include "base/check.h"

namespace pixelwise {

// y = sum_i x_i: dy/dx_i = 1, so every element gets the same dL/dy.
Tensor sum(const Tensor& x) {
  const Shape shape = x.shape();
  return Tensor::from_op("sum", Array::scalar(sum_all(x.value())),
                         {{x, [=](const Array& dy) { return Array(shape, dy.item()); }}});
}

// y = (1/n) sum_i x_i: dy/dx_i = 1/n.
Tensor mean(const Tensor& x) {
  const Shape shape = x.shape();
  require(shape.size() > 0, "mean: shape ", shape, " has no elements");
  const Real share = Real{1} / static_cast<Real>(shape.size());
  return Tensor::from_op("mean", Array::scalar(sum_all(x.value()) * share),
                         {{x, [=](const Array& dy) { return Array(shape, dy.item() * share); }}});
}

}  // namespace pixelwise
