// Is there something to learn, and something to measure? Asked before training.
#pragma once

#include <string>

#include "datasets/statistics.h"

namespace pixelwise {

/// Throws std::runtime_error naming the data set if the training masks hold fewer than two classes,
/// or the validation masks no labelled pixel at all: no score could be worked out.
void check_labels(const std::string& name, const DatasetStatistics& train,
                  const DatasetStatistics& val);

}  // namespace pixelwise
