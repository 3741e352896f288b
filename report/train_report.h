// The page about one training run.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "datasets/palette.h"
#include "metrics/confusion.h"
#include "report/page.h"
#include "report/run_log.h"

namespace pixelwise {

/// What the page is made of. What is empty is left out of it.
struct TrainReport {
  std::string model = {};  // "fcn8s"
  std::string data = {};   // "camvid:../data/camvid"
  std::int64_t training_images = 0, validation_images = 0, iterations = 0;
  RunLogData log = {};          // extra columns: pixel accuracy and mean IoU of validations
  ConfusionMatrix scores{1};    // of the last validation
  ConfusionMatrix baseline{1};  // of calling every pixel the most frequent class
  double best_mean_iou = 0;     // of all validations
  std::int64_t best_iteration = 0;
  std::string best_file = {};  // where the weights of that iteration are kept
  double seconds = 0;          // of training and validation
  Classes classes = {};
  std::string panel_path = {};  // a PNG of rows of equally wide pictures
  std::vector<std::string> panel_columns = {};
  std::vector<std::pair<std::string, std::string>> settings = {};  // name and value
  std::string verdict = {};  // what became of the training, in a line
  std::string to_try = {};   // commands that the verdict leads to
  std::string to_use = {};   // commands or program lines that use the network
};

/// The page. Throws std::runtime_error if the panel cannot be read.
ReportPage train_report(const TrainReport& report);

}  // namespace pixelwise
