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

/// What the page is made of. Stages that were not run are left out of it.
struct LadderReport {
  std::uint64_t seed = 0;
  int threads = 1;
  double surgery_max_difference = 0;  // of logits
  std::vector<LadderStageReport> stages = {};
  Classes classes = {};
  std::string panel_path = {};  // a PNG of rows of equally wide pictures; empty: none
  std::vector<std::string> panel_columns = {"image", "truth", "FCN-32s", "FCN-16s", "FCN-8s"};
  std::string command = {};  // that reproduces the run
};

/// The page. Throws std::runtime_error if the panel cannot be read.
ReportPage ladder_report(const LadderReport& report);

}  // namespace pixelwise
