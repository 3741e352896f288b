// Local response normalisation: AlexNet uses it where later nets have batch normalisation.
#pragma once

#include "autograd/tensor.h"

namespace pixelwise {

struct LocalResponseNormOptions {
  std::int64_t size = 5;  // channels in the sum, odd
  double alpha = 1e-4;    // divided by size
  double beta = 0.75;
  double k = 1;
};

/// x [N, C, H, W] -> [N, C, H, W], y = x / (k + alpha / size * sum of x^2)^beta. The sum is over
/// the `size` channels around each one (Krizhevsky, Sutskever and Hinton, 2012, 3.3; alpha / size
/// and k = 1 as in Caffe). Channels before the first and after the last count as zeros. Throws
/// std::invalid_argument for another rank or impossible options.
Tensor local_response_norm(const Tensor& x, const LocalResponseNormOptions& options = {});

}  // namespace pixelwise
