// A verdict: what became of a training, in one line.
#pragma once

#include <string>
#include <vector>

#include "doctor/finding.h"
#include "metrics/confusion.h"

namespace pixelwise {

/// "better than one class for all (mean IoU 0.711 against 0.190); car is predicted 2.3 times as
/// often as it occurs (...); the loss no longer falls (...)". Names of faults come before signs.
std::string verdict(const ConfusionMatrix& scores, const ConfusionMatrix& baseline,
                    const Findings& findings);

/// The same of a run that never came to a validation.
std::string verdict_of_failure(const Findings& findings);

/// All commands that the findings name, each once.
std::vector<Words> all_to_try(const Findings& findings);

}  // namespace pixelwise
