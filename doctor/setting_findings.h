// Settings that explain a bad result: the learning rate, the loss, the crop. Good results are never
// explained: what works is not wrong.
#pragma once

#include <optional>
#include <string>

#include "datasets/dataset.h"
#include "doctor/finding.h"
#include "metrics/confusion.h"
#include "report/run_log.h"
#include "training/complete_settings.h"
#include "training/train_settings.h"

namespace pixelwise {

/// What is known of a run's course and end.
struct RunOutcome {
  const TrainSettings& settings;  // complete
  const Dataset& train;
  const RunLogData& log;
  const ConfusionMatrix* scores = nullptr;  // none of a run that never got to a validation
  bool no_better = false;                   // than one class for all, or there are no scores
  TrainStatistics statistics = {};          // of `train`, for the commands to try
};

Findings setting_findings(const RunOutcome& run);

/// The height and width of training crops, if they are smaller than the first image.
std::optional<std::pair<int, int>> small_crop(const TrainSettings& settings, const Dataset& data);

}  // namespace pixelwise
