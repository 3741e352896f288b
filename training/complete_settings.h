// Sensible values for the settings of a training run that were left open.
#pragma once

#include "datasets/dataset.h"
#include "models/zoo.h"
#include "training/train_settings.h"

namespace pixelwise {

/// Fills in all open settings for this model and data, and checks all of them. Throws
/// std::invalid_argument for impossible values. Complete settings stay as they are.
TrainSettings complete_settings(TrainSettings settings, const Dataset& train);

/// The same for a network that models/zoo.h need not know.
TrainSettings complete_settings(TrainSettings settings, const Dataset& train,
                                const ModelInfo& info);

}  // namespace pixelwise
