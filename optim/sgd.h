// Stochastic gradient descent.
#pragma once

#include "optim/optimizer.h"

namespace pixelwise {

struct SgdOptions {
  double lr = 1e-2;
  double momentum = 0;
  double weight_decay = 0;
  bool nesterov = false;  // Nesterov's momentum, in the form of Sutskever et al. (2013)
};

/// g = gradient + weight_decay * value
/// velocity = momentum * velocity + g            (the first step: velocity = g)
/// value -= lr * velocity,  with Nesterov: value -= lr * (g + momentum * velocity)
class Sgd : public Optimizer {
 public:
  Sgd(std::vector<ParameterGroup> groups, const SgdOptions& options);
  Sgd(const std::vector<Tensor>& parameters, const SgdOptions& options);

 protected:
  void update(const Update& u) override;

 private:
  SgdOptions options_;
};

}  // namespace pixelwise
