// Functions applied to every element, any shape.
#pragma once

#include "autograd/tensor.h"

namespace pixelwise {

Tensor relu(Tensor x);                           // max(x, 0)
Tensor leaky_relu(const Tensor& x, Real slope);  // x if x > 0, else slope x
Tensor sigmoid(const Tensor& x);                 // 1 / (1 + exp(-x))
Tensor tanh(const Tensor& x);
Tensor exp(const Tensor& x);
Tensor log(const Tensor& x);  // natural; -inf at 0, NaN below

/// dy = 0 where the result y of relu is not positive: the gradient of relu.
void mask_as_relu(Array& dy, const Array& y);

/// How relu computes its result. max_pool2d looks for it (see autograd/lazy_array.h).
struct ReluRecipe final : Recipe {
  explicit ReluRecipe(Tensor x) : input(std::move(x)) {}
  Shape shape() const override { return input.shape(); }
  Array compute() const override;

  const Tensor input;
};

}  // namespace pixelwise
