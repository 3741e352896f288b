// Initial values of weights.
#pragma once

#include "autograd/array.h"
#include "base/random.h"

namespace pixelwise {

/// Normal with standard deviation sqrt(2 / fan_in), which keeps the variance of activations
/// through layers with ReLU (He et al., 2015). fan_in: number of inputs that one output sums over.
/// Drawn from rng in the order of the shape as spoken; more than a million weights from generators
/// of their own, one for each piece, which rng seeds.
Array he_normal(const Shape& shape, std::int64_t fan_in, Rng& rng);

/// While it lives, this thread's he_normal() leaves weights as the memory happens to be: for
/// networks all of whose weights are loaded next. (Drawing the 134 million of FCN-8s takes seconds,
/// and memory that nobody has touched is none.)
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
/// ceil(kernel / 2) interpolates bilinearly, each channel for itself (Long et al., 2015, 3.3):
/// on the channel diagonal the product of two tents 1 - |i - (kernel - 1) / 2| / ceil(kernel / 2),
/// elsewhere zeros.
Array bilinear_kernel(std::int64_t channels, std::int64_t kernel);

}  // namespace pixelwise
