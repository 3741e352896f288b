// The fully connected layer.
#pragma once

#include "autograd/ops/matmul.h"
#include "layers/module.h"

namespace pixelwise {

/// y = x weight^T + bias: x [N, in] -> [N, out], weight [out, in], bias [out].
class Linear : public Network {
 public:
  /// Weights from he_normal with fan_in = in, biases 0.
  Linear(std::int64_t in, std::int64_t out, Rng& rng);

  /// Weights and biases 0, for score layers.
  Linear(std::int64_t in, std::int64_t out);

  Tensor forward(const Tensor& x) override { return linear(x, weight, bias); }
  void visit(const Visitor& v) override;

  Tensor weight, bias;
};

}  // namespace pixelwise
