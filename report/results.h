// results.json: what a run achieved, for other programs to read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "metrics/segmentation_metrics.h"

namespace pixelwise {

/// What `eval`, and the end of `train`, write.
struct EvalResults {
  std::int64_t images = 0;
  SegmentationMetrics metrics = {};
  double seconds = 0;
};

/// One stage of the ladder: accuracy for a classifier, metrics for a segmentation network.
struct StageResults {
  std::string name = {};  // "classifier", "fcn32s", ...
  std::int64_t iterations = 0;
  double seconds = 0;                          // of training
  std::optional<double> accuracy = {};         // share of images
  std::optional<double> mean_iou_before = {};  // as initialised, before training
  std::optional<SegmentationMetrics> metrics = {};
};

struct LadderResults {
  std::uint64_t seed = 0;
  int threads = 1;
  double surgery_max_difference = 0;  // largest difference of logits between FC and conv form
  std::vector<StageResults> stages = {};
};

/// The JSON text, indented, with a line end. Throws std::invalid_argument naming the field if a
/// number is NaN or infinite (JSON has neither).
std::string to_json(const EvalResults& results);
std::string to_json(const LadderResults& results);

/// Writes such a text; the file appears under its name only when complete. Throws
/// std::runtime_error with the path if that fails.
void write_results(const std::string& path, const LadderResults& results);

}  // namespace pixelwise
