// Evaluation for as long as a scope lasts.
#pragma once

#include "autograd/graph.h"
#include "layers/module.h"

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

}  // namespace pixelwise
