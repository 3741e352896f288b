#include "swish.h"

#include <cmath>

#include "autograd/array_math.h"

using namespace pixelwise;

// dy/dx = s + x s (1 - s)
Tensor swish(const Tensor& input) {
  const Array x = input.value();
  const Array s = map(x, [](Real v) { return 1 / (1 + std::exp(-v)); });
  const auto dx = [=](const Array& dy) { return dy * (s + x * s * (s * -1 + 1)); };
  return Tensor::from_op("swish", x * s, {{input, dx}});
}
