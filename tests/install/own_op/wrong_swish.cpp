// The same operation with a wrong derivative: check_swish must not let it pass.
#include <cmath>

#include "autograd/array_math.h"
#include "swish.h"

using namespace pixelwise;

// The mistake: the s in dy/dx = s + x s (1 - s) was forgotten.
Tensor swish(const Tensor& input) {
  const Array x = input.value();
  const Array s = map(x, [](Real v) { return 1 / (1 + std::exp(-v)); });
  const auto dx = [=](const Array& dy) { return dy * (x * s * (s * -1 + 1)); };
  return Tensor::from_op("swish", x * s, {{input, dx}});
}
