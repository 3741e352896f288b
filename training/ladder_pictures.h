// What the ladder shows: the panel of predictions, curves and bars, the report.
#pragma once

#include <string>
#include <vector>

#include "training/ladder_run.h"

namespace pixelwise {

/// Writes panel.png, the plots and report.html into the folder; returns their paths, the report
/// first. `command` is what reproduces the run.
std::vector<std::string> write_ladder_pictures(const LadderRun& run, const std::string& folder,
                                               const std::string& command);

}  // namespace pixelwise
