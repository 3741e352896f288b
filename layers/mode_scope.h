// Evaluation, with or without gradients for the image, for as long as a scope lasts.
#pragma once

#include <vector>

#include "autograd/graph.h"
#include "layers/module.h"
#include "layers/parameters.h"

namespace pixelwise {

/// While it lives, the network is in evaluation mode (no dropout) and nothing is recorded.
class EvaluationScope {
 public:
  explicit EvaluationScope(Network& network)
      : network_(network), was_training_(network.is_training()) {
    network_.eval();
  }
  ~EvaluationScope() { network_.train(was_training_); }
  EvaluationScope(const EvaluationScope&) = delete;
  EvaluationScope& operator=(const EvaluationScope&) = delete;

 private:
  Network& network_;
  bool was_training_;
  NoGrad no_grad_;
};

/// While it lives, the network is in evaluation mode and its parameters are constants: gradients
/// flow to the image alone. Those that the parameters had are forgotten.
class FrozenScope {
 public:
  explicit FrozenScope(Network& network)
      : network_(network),
        was_training_(network.is_training()),
        trained_(trainable_parameters(network)) {
    network_.eval();
    for (Tensor& parameter : trained_) parameter.set_requires_grad(false);
  }
  ~FrozenScope() {
    network_.train(was_training_);
    for (Tensor& parameter : trained_) parameter.set_requires_grad(true);
  }
  FrozenScope(const FrozenScope&) = delete;
  FrozenScope& operator=(const FrozenScope&) = delete;

 private:
  Network& network_;
  bool was_training_;
  std::vector<Tensor> trained_;
};

}  // namespace pixelwise
