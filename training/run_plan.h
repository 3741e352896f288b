// A training run by names, as a user types them: which settings, which data.
#pragma once

#include <optional>
#include <string>

#include "training/checkpoint.h"
#include "training/note.h"
#include "training/train_data.h"
#include "training/train_settings.h"

namespace pixelwise {

/// What a TrainRun needs besides its folder.
struct RunPlan {
  TrainSettings settings;  // complete
  TrainData data;
  std::optional<Checkpoint> weights;  // the file that settings.weights names, read for a new run
};

/// A new run of what was asked for: takes from the weights that it starts from what they say, opens
/// the data and reads it once, fills in what is open. `note` hears what is there. Throws
/// std::invalid_argument for what is missing or makes no sense, std::runtime_error for files.
RunPlan plan_run(TrainSettings asked, const Note& note = no_note);

/// The run in a folder that is to be gone on with. Settings that `asked` fixes must be the run's.
RunPlan plan_resumed(const std::string& folder, TrainSettings asked, const Note& note = no_note);

}  // namespace pixelwise
