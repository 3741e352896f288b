// Metrics over a whole data set.
#pragma once

#include <functional>
#include <vector>

#include "datasets/dataset.h"
#include "datasets/preprocess.h"
#include "layers/module.h"
#include "metrics/confusion.h"

namespace pixelwise {

struct EvaluateOptions {
  std::int64_t batch_size = 8;  // a batch has consecutive images of one size
  std::function<void(std::int64_t done, std::int64_t total)> on_progress;
  std::function<bool()> should_stop;  // asked between batches; stopping throws Interrupted
};

/// One confusion matrix over all samples. It counts pixels for segmentation, and images for
/// classifiers. The network runs in evaluation mode and keeps its mode. Throws
/// std::invalid_argument if it does not have as many classes as the data set.
ConfusionMatrix evaluate(Network& network, const Dataset& dataset, const Preprocessing& how,
                         const EvaluateOptions& options = {});

/// Consecutive samples of one size, from number `first` on, at most `most`.
std::vector<Sample> samples_of_one_size(const Dataset& dataset, std::int64_t first,
                                        std::int64_t most);

}  // namespace pixelwise
