// The doctor: everything that can be found of a network and its data, or of a whole training run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "datasets/dataset.h"
#include "doctor/finding.h"
#include "metrics/confusion.h"
#include "training/checkpoint.h"
#include "training/diagnose.h"
#include "training/train_run.h"

namespace pixelwise {

struct Examination {
  Findings findings;                      // faults first
  std::vector<LayerActivity> layers;      // over a few images
  std::optional<ConfusionMatrix> scores;  // over the validation images; none without a network
  std::string verdict;                    // one line, see verdict.h
};

/// A network and the data it is measured on; `scores` are those over all of `data`. `spec` is the
/// name of the data for commands.
Examination examine(const LoadedModel& model, const Dataset& data, const std::string& spec,
                    const ConfusionMatrix& scores);

/// A run that has come to its end, or to a stop.
Examination examine(TrainRun& run);

/// The run in a folder, from what it left there; also one that failed before it saved anything.
/// Throws std::runtime_error if the folder holds no run, or its data cannot be read.
Examination examine_folder(const std::string& folder, const Note& note = no_note);

}  // namespace pixelwise
