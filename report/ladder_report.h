// The page that tells the story of one run of the ladder.
#pragma once

#include <string>
#include <vector>

#include "datasets/palette.h"
#include "report/page.h"
#include "report/results.h"

namespace pixelwise {

struct LadderStageReport {
  StageResults results = {};        // its name selects its place on the page: "fcn16s", ...
  std::string title = {};           // "FCN-16s"
  std::string starts_from = {};     // name of the stage whose weights it took; empty: random
  std::vector<double> losses = {};  // one per iteration, nats per pixel (per image: classifier)
};

/// What the page says of the task; by default of the shapes.
struct LadderWords {
  std::string thing = "shape";  // what an image shows
  // Behind "What to look at:".
  std::string look =
      "the holes of the rings and the arms of the crosses. FCN-32s knows what is there and roughly "
      "where, but draws blobs: rings are filled or broken. FCN-16s gets the size and place right, "
      "with round corners. FCN-8s brings out holes and arms.";
  // Behind the IoU of each class.
  std::string thin =
      "Thin shapes and holes need the skips most: at a stride of 32 pixels a ring's hole falls "
      "between the cells.";
  std::string caution =
      "**The shapes are a toy.** They are made so that the effect is plain to see within a minute "
      "of computing; photographs gain less from the last skip.";
};

/// What the page is made of. Stages that were not run are left out of it.
struct LadderReport {
  std::uint64_t seed = 0;
  int threads = 1;
  double surgery_max_difference = 0;  // of logits
  std::vector<LadderStageReport> stages = {};
  Classes classes = {};
  std::string panel_path = {};  // a PNG of rows of equally wide pictures; empty: none
  std::vector<std::string> panel_columns = {"image", "truth", "FCN-32s", "FCN-16s", "FCN-8s"};
  LadderWords words = {};
  std::string command = {};  // that reproduces the run
};

/// The page. Throws std::runtime_error if the panel cannot be read.
ReportPage ladder_report(const LadderReport& report);

}  // namespace pixelwise
