// How large a network would be, before anything is made.
#pragma once

#include <functional>
#include <memory>

#include "models/zoo.h"

namespace pixelwise {

/// About how many parameters the network of this config has: the same networks, 1 to 3 times as
/// wide as the narrowest, are made and counted. Their number is a polynomial of degree 2 in width
/// and fc_width, so six of them say all others.
double approximate_parameters(const ModelConfig& config, const ModelInfo& info,
                              const std::function<std::unique_ptr<Network>(ModelConfig)>& make);

/// Throws std::invalid_argument with the memory that the weights would take if the machine has
/// less.
void require_memory_for(const ModelConfig& config, double parameters);

}  // namespace pixelwise
