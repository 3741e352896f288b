// What the inner loop of cross-entropy takes (cross_entropy_loops.cpp).
#pragma once

#include <cstdint>

namespace pixelwise::kernels {

/// The scores of some pixels, x[pixel][C], and their labels. A label is below C, or it weighs 0.
/// The loop returns the sum of weight * (ln sum_c exp(x_c) - x_label), and writes
/// dx = gradient_weight * (softmax(x) - [c = label]). It needs scratch[C][lanes].
struct CrossEntropyPixels {
  const float* x;
  const std::uint8_t* labels;
  std::int64_t count, classes;
  const float* weight;           // of the loss, for each of 256 labels
  const float* gradient_weight;  // of the gradient
  float* dx;                     // null: no gradient
};

}  // namespace pixelwise::kernels
