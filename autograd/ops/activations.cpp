#include "autograd/ops/activations.h"

#include <cmath>

#include "autograd/array_math.h"
#include "autograd/ops/conv2d.h"

namespace pixelwise {

// y = max(x, 0): dy/dx = 1 where x > 0. There y > 0 too, so only y is kept. At x = 0 the derivative
// is taken as 0. NaN stays NaN. If nobody else needs the result of a convolution, it waits for
// relu, and both are computed at once.
Tensor relu(Tensor x) {
  if (x.recipe_if_unshared<Conv2dRecipe>() == nullptr) x.value();
  // Moved: a parameter may live until the end of the caller's line, and would be a second handle.
  const auto recipe = std::make_shared<ReluRecipe>(std::move(x));
  const LazyArray y(recipe);
  return Tensor::from_op("relu", y, {{recipe->input, [=](Array dy) {
                                        mask_as_relu(dy, y.get());
                                        return dy;
                                      }}});
}

void mask_as_relu(Array& dy, const Array& y) {
  map_in_place(dy, y, [](Real g, Real out) { return out > 0 ? g : Real{0}; });
}

Array ReluRecipe::compute() const {
  if (const auto conv = input.recipe_if_unshared<Conv2dRecipe>()) {
    return conv2d_y(conv->s, conv->x, conv->w, conv->b, true);
  }
  return map(input.value(), [](Real x) { return x < 0 ? Real{0} : x; });
}

// y = x or slope x: dy/dx = 1 or slope.
Tensor leaky_relu(const Tensor& input, Real slope) {
  const Array x = input.value();
  return Tensor::from_op("leaky_relu", map(x, [=](Real v) { return v < 0 ? slope * v : v; }),
                         {{input, [=](const Array& dy) {
                             return map(dy, x,
                                        [=](Real g, Real v) { return v > 0 ? g : slope * g; });
                           }}});
}

// y = 1 / (1 + e^-x): dy/dx = y (1 - y). For very negative x e^-x overflows to infinity and y
// becomes 0, as it should.
Tensor sigmoid(const Tensor& input) {
  const Array y = map(input.value(), [](Real x) { return 1 / (1 + std::exp(-x)); });
  return Tensor::from_op(
      "sigmoid", y, {{input, [=](const Array& dy) {
                        return map(dy, y, [](Real g, Real out) { return g * out * (1 - out); });
                      }}});
}

// y = tanh x: dy/dx = 1 - y^2.
Tensor tanh(const Tensor& input) {
  const Array y = map(input.value(), [](Real x) { return std::tanh(x); });
  return Tensor::from_op(
      "tanh", y, {{input, [=](const Array& dy) {
                     return map(dy, y, [](Real g, Real out) { return g * (1 - out * out); });
                   }}});
}

// y = e^x: dy/dx = y.
Tensor exp(const Tensor& input) {
  const Array y = map(input.value(), [](Real x) { return std::exp(x); });
  return Tensor::from_op("exp", y, {{input, [=](const Array& dy) { return dy * y; }}});
}

// y = ln x: dy/dx = 1/x.
Tensor log(const Tensor& input) {
  const Array x = input.value();
  return Tensor::from_op("log", map(x, [](Real v) { return std::log(v); }),
                         {{input, [=](const Array& dy) { return dy / x; }}});
}

}  // namespace pixelwise
