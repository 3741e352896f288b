// Why a trained network may see nothing but background: dead layers, zero weights, one class.
#pragma once

#include <string>
#include <vector>

#include "datasets/dataset.h"
#include "metrics/confusion.h"
#include "training/checkpoint.h"
#include "training/diagnose.h"

namespace pixelwise {

struct Examination {
  std::vector<LayerActivity> layers;
  std::vector<std::string> findings;  // what is wrong, in words; none if nothing is
};

/// Looks at the layers of a network over a few images of `data`, and at its `scores` over all.
Examination examine(const LoadedModel& model, const Dataset& data, const ConfusionMatrix& scores);

}  // namespace pixelwise
