// The dropout layer.
#pragma once

#include "autograd/ops/dropout.h"
#include "base/check.h"
#include "layers/module.h"

namespace pixelwise {

/// Sets elements to zero with probability p in training mode; the identity in evaluation mode.
class Dropout : public Network {
 public:
  /// 0 <= p < 1.
  explicit Dropout(double p, std::uint64_t seed = 0) : p_(p), rng_(seed) {
    require(p >= 0 && p < 1, "Dropout: p = ", p, " is not in [0, 1)");
  }

  Tensor forward(const Tensor& x) override {
    return is_training() && p_ > 0 ? dropout(x, p_, rng_) : x;
  }
  void visit(const Visitor& v) override { v("generator", rng_); }

 private:
  double p_;
  Rng rng_;
};

}  // namespace pixelwise
