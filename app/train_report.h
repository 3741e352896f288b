// What a finished training run leaves behind: results.json and report.html.
#pragma once

#include <string>

#include "app/train_run.h"

namespace pixelwise {

/// results.json of a run: the scores of the last validation, what calling every pixel the most
/// frequent class would score, and the best validation.
std::string train_results_json(TrainRun& run, const TrainData& data);

/// The page with curves, scores per class and predictions.
void write_train_report(TrainRun& run, const TrainData& data, const TrainSettings& settings,
                        const std::string& folder);

/// The scores as lines of text: a row per class (its shares of true and of predicted pixels, IoU
/// and Dice), then the means, with the baseline beside them.
std::string score_table(const ConfusionMatrix& scores, const ConfusionMatrix& baseline,
                        const std::vector<std::string>& classes);

}  // namespace pixelwise
