// How many classes a file of weights knows, where no card says it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "models/zoo.h"

namespace pixelwise {

/// The number of classes for which the network of `config` has a parameter of the size that the
/// tensor of this name in `tensors` has (our names). Nothing if no such tensor is there: then the
/// file has no score layer.
std::optional<std::int64_t> classes_of_tensors(const std::map<std::string, Array>& tensors,
                                               ModelConfig config);

}  // namespace pixelwise
