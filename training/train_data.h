// The two parts of the data that a training run needs.
#pragma once

#include <string>

#include "datasets/dataset.h"
#include "datasets/statistics.h"
#include "training/note.h"
#include "training/train_settings.h"

namespace pixelwise {

struct TrainData {
  DatasetPtr train, val;
};

/// Opens the data that the settings name (data and model must be there; seed and split may be),
/// with images of the size that the model takes. `note` hears what a data set has to say about
/// itself. Throws std::invalid_argument for an unknown name or an impossible split.
TrainData open_train_data(const TrainSettings& settings, const Note& note = no_note);

/// What is in both parts.
struct DataStatistics {
  DatasetStatistics train, val;
};

/// Reads every image and mask once: whatever is wrong with them comes out now, and not in an hour.
/// `note` hears what is there. Throws std::runtime_error if there is nothing to learn or nothing to
/// measure (datasets/check_labels.h).
DataStatistics check_data(const TrainData& data, const Note& note = no_note);

/// Throws std::invalid_argument if the complete settings ask for batches of images of different
/// sizes.
void require_batches(const DatasetStatistics& train, const TrainSettings& settings);

}  // namespace pixelwise
