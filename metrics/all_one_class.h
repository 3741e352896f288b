// The baseline: one class for every pixel.
#pragma once

#include "datasets/dataset.h"
#include "metrics/confusion.h"

namespace pixelwise {

/// The matrix of a "network" that calls every pixel the most frequent class: the baseline that a
/// high pixel accuracy has to be compared with.
ConfusionMatrix all_one_class(const Dataset& dataset);

}  // namespace pixelwise
