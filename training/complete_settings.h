// Sensible values for the settings of a training run that were left open.
#pragma once

#include <functional>

#include "datasets/dataset.h"
#include "datasets/statistics.h"
#include "models/zoo.h"
#include "training/note.h"
#include "training/train_settings.h"

namespace pixelwise {

using TrainStatistics = std::function<DatasetStatistics()>;

/// Fills in all open settings for this model and data, and checks all of them. Throws
/// std::invalid_argument for impossible values. Complete settings stay as they are. `note` hears
/// what was chosen from the data, and why (training/default_recipe.h). `statistics` gives those of
/// `train`. By default it reads all of `train`; it is only asked if something follows from them,
/// and when everything else has been checked.
TrainSettings complete_settings(TrainSettings settings, const Dataset& train,
                                const Note& note = no_note, const TrainStatistics& statistics = {});

/// The same for a network that models/zoo.h need not know.
TrainSettings complete_settings(TrainSettings settings, const Dataset& train, const ModelInfo& info,
                                const Note& note = no_note, const TrainStatistics& statistics = {});

}  // namespace pixelwise
