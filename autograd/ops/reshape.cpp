#include "autograd/ops/reshape.h"

#include "base/check.h"

namespace pixelwise {

// y is x with other indices, so dx is dy with x's indices.
Tensor reshape(const Tensor& x, const Shape& shape) {
  const Shape before = x.shape();
  return Tensor::from_op("reshape", x.value().reshaped(shape),
                         {{x, [=](const Array& dy) { return dy.reshaped(before); }}});
}

Tensor flatten(const Tensor& x) {
  const Shape& shape = x.shape();
  require(shape.rank() >= 1, "flatten: a single number has no axes");
  const std::int64_t n = shape[0];
  std::int64_t rest = 1;
  for (int axis = 1; axis < shape.rank(); ++axis) rest *= shape[axis];
  return reshape(x, {n, rest});
}

}  // namespace pixelwise
