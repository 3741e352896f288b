// The page about one training run.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "datasets/palette.h"
#include "report/page.h"
#include "report/results.h"
#include "report/run_log.h"

namespace pixelwise {

/// Scores on the validation images after `iteration` iterations.
struct ValidationPoint {
  std::int64_t iteration = 0;
  SegmentationMetrics metrics = {};
};

/// What the page is made of. What is empty is left out of it.
struct TrainReport {
  std::string model = {};                                          // "fcn8s"
  std::string data = {};                                           // "camvid:../data/camvid"
  std::vector<std::pair<std::string, std::string>> settings = {};  // option and value
  std::vector<RunLogRow> log = {};
  std::string loss_label = "loss (nats per pixel)";
  std::vector<ValidationPoint> validation = {};
  EvalResults final_results = {};
  double training_seconds = 0;
  std::string baseline_class = {};    // the most frequent class
  SegmentationMetrics baseline = {};  // of calling every pixel that class
  Classes classes = {};
  std::string samples_path = {};  // a PNG of rows of equally wide pictures
  std::vector<std::string> sample_columns = {"image", "truth", "prediction"};
  std::string command = {};  // that reproduces the run
};

/// The page. Throws std::runtime_error if the samples cannot be read.
ReportPage train_report(const TrainReport& report);

}  // namespace pixelwise
