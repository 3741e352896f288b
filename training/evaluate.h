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
  std::int64_t batch_size = 8;  // images of one size that follow each other go together
  std::function<void(std::int64_t done, std::int64_t total)> on_progress;
  std::function<bool()> should_stop;  // asked between batches; stopping throws Interrupted
};

/// One confusion matrix over all samples: for segmentation of pixels, for classifiers of images.
/// The network runs in evaluation mode and keeps its own mode afterwards. Throws
/// std::invalid_argument if it gives another number of classes than the data set has.
ConfusionMatrix evaluate(Network& network, const Dataset& dataset, const Preprocessing& how,
                         const EvaluateOptions& options = {});

/// As many samples from number `first` on as have one size, at most `most`.
std::vector<Sample> samples_of_one_size(const Dataset& dataset, std::int64_t first,
                                        std::int64_t most);

}  // namespace pixelwise
