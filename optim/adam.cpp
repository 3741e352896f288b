#include "optim/adam.h"

#include <cmath>

#include "autograd/array_map.h"
#include "base/check.h"

namespace pixelwise {

Adam::Adam(std::vector<ParameterGroup> groups, const AdamOptions& options)
    : Optimizer(std::move(groups), options.lr, options.weight_decay,
                {"first_moment", "second_moment"}),
      options_(options) {
  require(options.beta1 >= 0 && options.beta1 < 1 && options.beta2 >= 0 && options.beta2 < 1 &&
              options.epsilon > 0,
          "Adam: beta1 ", options.beta1, " and beta2 ", options.beta2,
          " must be in [0, 1), epsilon ", options.epsilon, " positive");
}

Adam::Adam(const std::vector<Tensor>& parameters, const AdamOptions& options)
    : Adam(std::vector<ParameterGroup>{{parameters}}, options) {}

void Adam::update(const Update& u) {
  const double t = static_cast<double>(u.steps);
  const Real beta1 = static_cast<Real>(options_.beta1), beta2 = static_cast<Real>(options_.beta2);
  // Subtracted in double: in float 1 - 0.999 has a relative error of 1e-5.
  const Real rest1 = static_cast<Real>(1 - options_.beta1);
  const Real rest2 = static_cast<Real>(1 - options_.beta2);
  const Real epsilon = static_cast<Real>(options_.epsilon);
  const Real rate = static_cast<Real>(u.lr / (1 - std::pow(options_.beta1, t)));
  const Real correction = static_cast<Real>(1 / std::sqrt(1 - std::pow(options_.beta2, t)));
  const Real decay = static_cast<Real>(options_.decoupled ? 0 : u.weight_decay);
  const Real shrinkage = static_cast<Real>(options_.decoupled ? u.lr * u.weight_decay : 0);
  Real *m = u.slots[0], *v = u.slots[1], *value = u.value;
  const Real* gradient = u.gradient;
  parallel_ranges(u.size, kElementwiseGrain, [=](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const Real g = gradient[i] + decay * value[i];
      m[i] = beta1 * m[i] + rest1 * g;
      v[i] = beta2 * v[i] + rest2 * g * g;
      value[i] -= shrinkage * value[i] + rate * m[i] / (std::sqrt(v[i]) * correction + epsilon);
    }
  });
}

}  // namespace pixelwise
