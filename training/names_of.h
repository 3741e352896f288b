// The tensors of a file under the names that a network has for them.
#pragma once

#include "layers/module.h"
#include "weights/names.h"

namespace pixelwise {

/// Files written before a layer of this network was renamed get today's names, see
/// with_new_names(). All other names stay.
RenamedWeights with_names_of(Module& network, const RenamedWeights& weights);

/// The same for the tensors of a checkpoint.
std::map<std::string, Array> with_names_of(Module& network,
                                           const std::map<std::string, Array>& tensors);

}  // namespace pixelwise
