// The command that repeats a training with something changed.
#pragma once

#include <functional>

#include "datasets/dataset.h"
#include "doctor/finding.h"
#include "training/complete_settings.h"
#include "training/train_settings.h"

namespace pixelwise {

/// `train` with the settings of a run after `change`, as short as possible: settings that would be
/// chosen anyway are left out, if they are not what changes.
Words retry(const TrainSettings& run, const Dataset& train,
            const std::function<void(TrainSettings&)>& change,
            const TrainStatistics& statistics = {});

/// The statistics of `train` for several commands: all its images are read at the first question
/// only.
TrainStatistics read_once(const Dataset& train);

}  // namespace pixelwise
