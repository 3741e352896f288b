// What the confusion matrix tells: one class for all, classes that are found too often or too
// seldom, classes in another order, over-fitting.
#pragma once

#include <string>
#include <vector>

#include "doctor/finding.h"
#include "metrics/confusion.h"

namespace pixelwise {

/// For each true class the predicted class that stands for it: pairs of the largest IoU first. -1
/// for a class that does not occur.
std::vector<int> match_classes(const ConfusionMatrix& scores);

/// The IoU that the true class `t` would have if class `p` were its name in predictions.
double iou_of_pair(const ConfusionMatrix& scores, int t, int p);

/// The mean IoU if each true class had the name of match_classes().
double matched_mean_iou(const ConfusionMatrix& scores);

/// Whether a network is no better than one class for all: what `baseline` scores.
bool is_no_better(const ConfusionMatrix& scores, const ConfusionMatrix& baseline);

/// `train` are scores on training images; may be null.
Findings score_findings(const ConfusionMatrix& scores, const ConfusionMatrix& baseline,
                        const std::vector<std::string>& classes,
                        const ConfusionMatrix* train = nullptr);

}  // namespace pixelwise
