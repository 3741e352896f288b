// Adam (Kingma and Ba, 2015) and AdamW (Loshchilov and Hutter, 2019).
#pragma once

#include "optim/optimizer.h"

namespace pixelwise {

struct AdamOptions {
  double lr = 1e-3;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double epsilon = 1e-8;
  double weight_decay = 0;
  bool decoupled = false;  // true: AdamW, the decay shrinks the value and is not part of g
};

/// g = gradient + weight_decay * value            (AdamW: value *= 1 - lr weight_decay instead)
/// m = beta1 m + (1 - beta1) g,    v = beta2 v + (1 - beta2) g^2
/// value -= lr (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)      at step t = 1, 2, ...
///
/// t counts the steps of each parameter by itself: one that had no gradient for a while has moments
/// that are as young as they were.
class Adam : public Optimizer {
 public:
  Adam(std::vector<ParameterGroup> groups, const AdamOptions& options);
  Adam(const std::vector<Tensor>& parameters, const AdamOptions& options);

 protected:
  void update(const Update& u) override;

 private:
  AdamOptions options_;
};

}  // namespace pixelwise
