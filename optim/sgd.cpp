#include "optim/sgd.h"

#include "autograd/array_map.h"
#include "base/check.h"

namespace pixelwise {

Sgd::Sgd(std::vector<ParameterGroup> groups, const SgdOptions& options)
    : Optimizer(std::move(groups), options.lr, options.weight_decay), options_(options) {
  require(options.momentum >= 0 && options.momentum < 1, "Sgd: momentum ", options.momentum,
          " is not in [0, 1)");
  require(!options.nesterov || options.momentum > 0, "Sgd: Nesterov's form needs a momentum");
}

Sgd::Sgd(const std::vector<Tensor>& parameters, const SgdOptions& options)
    : Sgd(std::vector<ParameterGroup>{{parameters}}, options) {}

const std::vector<std::string>& Sgd::slot_names() const {
  static const std::vector<std::string> plain, with_momentum = {"momentum"};
  return options_.momentum > 0 ? with_momentum : plain;
}

void Sgd::update(const Update& u) {
  const Real lr = static_cast<Real>(u.lr), decay = static_cast<Real>(u.weight_decay);
  const Real momentum = static_cast<Real>(options_.momentum);
  const bool nesterov = options_.nesterov;
  Real* velocity = u.slots.empty() ? nullptr : u.slots[0];
  parallel_ranges(u.size, kElementwiseGrain, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) {
      const Real g = u.gradient[i] + decay * u.value[i];
      if (velocity == nullptr) {
        u.value[i] -= lr * g;
      } else {
        velocity[i] = momentum * velocity[i] + g;  // starts at 0
        u.value[i] -= lr * (nesterov ? g + momentum * velocity[i] : velocity[i]);
      }
    }
  });
}

}  // namespace pixelwise
