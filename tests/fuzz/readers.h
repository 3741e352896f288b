// The readers of weight files as fuzzers and tests call them: bytes in, by the name of a format.
#pragma once

#include <map>
#include <string>

#include "weights/weight_file.h"

namespace pixelwise {

using WeightReader = WeightFile (*)(const FileBytes&);

/// By format, which is also the name of its folder in corpus/.
const std::map<std::string, WeightReader>& weight_readers();

}  // namespace pixelwise
