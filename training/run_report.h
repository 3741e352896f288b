// What a finished training run leaves behind: results.json, report.html and its pictures.
#pragma once

#include <string>

#include "training/train_run.h"

namespace pixelwise {

/// What became of a run, in a line, and commands to try, a line each (see doctor/).
struct RunVerdict {
  std::string line = {}, to_try = {};
};

/// Writes into the run's folder results.json (the scores of the last validation, what calling every
/// pixel the most frequent class would score, and the best validation), predictions.png, and
/// report.html with curves, scores per class and predictions. `to_use` are lines that use the
/// network, to stand at the end of the page; a verdict stands at its head, and in results.json.
/// Returns the text of results.json.
std::string write_run_report(TrainRun& run, const std::string& to_use = "",
                             const RunVerdict& verdict = {});

}  // namespace pixelwise
