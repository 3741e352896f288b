#include "training/names_of.h"

#include "layers/parameters.h"

namespace pixelwise {

RenamedWeights with_names_of(Module& network, const RenamedWeights& weights) {
  std::set<std::string> wanted;
  for (const auto& [name, values] : state(network)) wanted.insert(name);
  return with_new_names(weights, wanted);
}

std::map<std::string, Array> with_names_of(Module& network,
                                           const std::map<std::string, Array>& tensors) {
  return with_names_of(network, RenamedWeights{tensors, Naming::other, {}}).tensors;
}

}  // namespace pixelwise
