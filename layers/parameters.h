// What can be asked of any module through its visit().
#pragma once

#include <map>
#include <string>
#include <vector>

#include "layers/module.h"

namespace pixelwise {

struct NamedParameter {
  std::string name;
  Tensor tensor;
};

/// All parameters, frozen ones included, in the order in which visit() names them.
std::vector<NamedParameter> named_parameters(Module& module);

/// The parameters that are trained.
std::vector<Tensor> trainable_parameters(Module& module);

struct ParameterCount {
  std::int64_t all = 0;
  std::int64_t trainable = 0;
};
ParameterCount count_parameters(Module& module);

/// Forgets all gradients.
void zero_grad(Module& module);

/// Stops (or resumes) the training of all parameters.
void set_requires_grad(Module& module, bool required);

/// Parameters and buffers by name: what a checkpoint holds. Values are shared, not copied.
std::map<std::string, Array> state(Module& module);

/// Sets all parameters and buffers from `state`. Throws std::invalid_argument if one is missing,
/// unknown or has another shape; then nothing is changed. transplant() in models/surgery.h is less
/// strict.
void load_state(Module& module, const std::map<std::string, Array>& state);

/// Seeds every random generator in the module (dropout) from one seed, each one differently.
void seed_generators(Module& module, std::uint64_t seed);

}  // namespace pixelwise
