// A few samples of a data set, from all over it.
#pragma once

#include <memory>
#include <vector>

#include "datasets/dataset.h"

namespace pixelwise {

/// At most `most` samples, at equal distances.
std::vector<Sample> some_samples(const Dataset& data, std::int64_t most);

/// The same as a data set.
DatasetPtr small_part(const Dataset& data, std::int64_t most);

}  // namespace pixelwise
