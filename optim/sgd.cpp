#include "optim/sgd.h"

#include "autograd/array_map.h"
#include "base/check.h"

namespace pixelwise {
namespace {

std::vector<std::string> slot_names(const SgdOptions& options) {
  if (options.momentum > 0) return {"momentum"};
  return {};
}

}  // namespace

Sgd::Sgd(std::vector<ParameterGroup> groups, const SgdOptions& options)
    : Optimizer(std::move(groups), options.lr, options.weight_decay, slot_names(options)),
      options_(options) {
  require(options.momentum >= 0 && options.momentum < 1, "Sgd: momentum ", options.momentum,
          " is not in [0, 1)");
  require(!options.nesterov || options.momentum > 0, "Sgd: Nesterov's form needs a momentum");
}

Sgd::Sgd(const std::vector<Tensor>& parameters, const SgdOptions& options)
    : Sgd(std::vector<ParameterGroup>{{parameters}}, options) {}

void Sgd::update(const Update& u) {
  const Real lr = static_cast<Real>(u.lr), decay = static_cast<Real>(u.weight_decay);
  const Real momentum = static_cast<Real>(options_.momentum);
  // Nesterov looks ahead: it takes g and the velocity that the next step has if its g is 0.
  const Real share_g = options_.nesterov ? 1 : 0;
  const Real share_velocity = options_.nesterov ? momentum : 1;
  Real* value = u.value;
  const Real* gradient = u.gradient;
  if (u.slots.empty()) {
    parallel_ranges(u.size, kElementwiseGrain, [=](std::int64_t begin, std::int64_t end) {
      for (std::int64_t i = begin; i < end; ++i) value[i] -= lr * (gradient[i] + decay * value[i]);
    });
    return;
  }
  Real* velocity = u.slots[0];  // starts at 0
  parallel_ranges(u.size, kElementwiseGrain, [=](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const Real g = gradient[i] + decay * value[i];
      velocity[i] = momentum * velocity[i] + g;
      value[i] -= lr * (share_g * g + share_velocity * velocity[i]);
    }
  });
}

}  // namespace pixelwise
