// Initial values of weights.
#pragma once

#include "autograd/array.h"
#include "base/random.h"

namespace pixelwise {

/// Normal with standard deviation sqrt(2 / fan_in). This keeps the variance of activations through
/// layers with ReLU (He et al., 2015). fan_in: number of inputs that one output sums over. Drawn
/// from rng in logical order. More than a million weights are drawn in pieces: rng seeds a
/// generator for each piece.
Array he_normal(const Shape& shape, std::int64_t fan_in, Rng& rng);

/// While it lives, he_normal() in this thread does not set the weights: for networks whose weights
/// are all loaded next. (To draw the 134 million weights of FCN-8s takes seconds, and memory that
/// nobody has written to costs nothing.)
class UninitializedWeights {
 public:
  UninitializedWeights();
  ~UninitializedWeights();
  UninitializedWeights(const UninitializedWeights&) = delete;
  UninitializedWeights& operator=(const UninitializedWeights&) = delete;

 private:
  bool before_;
};

/// Kernels [channels, channels, kernel, kernel] with which a transposed convolution of stride
/// ceil(kernel / 2) interpolates each channel bilinearly (Long et al., 2015, 3.3): on the channel
/// diagonal the product of two tents 1 - |i - (kernel - 1) / 2| / ceil(kernel / 2), elsewhere
/// zeros.
Array bilinear_kernel(std::int64_t channels, std::int64_t kernel);

}  // namespace pixelwise
