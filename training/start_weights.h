// The weights that a training run starts from.
#pragma once

#include <string>
#include <vector>

#include "layers/module.h"
#include "training/checkpoint.h"
#include "training/run_owner.h"

namespace pixelwise {

/// Copies into `network`, which `card` describes, the tensors of `source`, read from `path`, that
/// fit; `owner` hears which. Throws std::runtime_error if none does, or if both name the same
/// classes in another order.
void start_from_weights(Network& network, const ModelCard& card, const std::string& path,
                        const Checkpoint& source, const RunOwner& owner);

/// The first of these names in brackets, " (a, b, ...)", for a message; empty for none.
std::string first_names(const std::vector<std::string>& names);

}  // namespace pixelwise
