// A transplant as a plain loop: what an FCN takes from a classifier.
#pragma once

#include <map>
#include <string>

#include "layers/parameters.h"

namespace pixelwise {

using Weights = std::map<std::string, Array>;

inline void plain_transplant(const Weights& classifier, Module& fcn) {
  for (NamedParameter& p : named_parameters(fcn)) {
    const auto found = classifier.find(p.name);
    if (found == classifier.end()) continue;  // missing: it stays as it is
    const Array& values = found->second;
    if (values.size() != p.tensor.value().size()) continue;
    p.tensor.mutable_value() = values.reshaped(p.tensor.shape());  // copied, or reshaped
  }
}

}  // namespace pixelwise
