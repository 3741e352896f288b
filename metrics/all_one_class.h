// The baseline: one class for every pixel.
#pragma once

#include "datasets/dataset.h"
#include "metrics/confusion.h"

namespace pixelwise {

/// The matrix of a "network" that gives every pixel the most frequent class. Compare a high pixel
/// accuracy with it.
ConfusionMatrix all_one_class(const Dataset& dataset);

/// The same for the pixels that were scored, without reading them again.
ConfusionMatrix all_one_class(const ConfusionMatrix& scores);

}  // namespace pixelwise
