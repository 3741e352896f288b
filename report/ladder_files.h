// The files that show one run of the ladder: page, panel, curves and bars.
#pragma once

#include <string>
#include <vector>

#include "report/ladder_report.h"
#include "report/panel.h"

namespace pixelwise {

/// Writes panel.png, report.html (with the panel in it), curves.svg and class_iou.svg into the
/// folder; returns their paths, the page first.
/// Without gnuplot there are no curves and bars. All stages of the published ladder must be there.
std::vector<std::string> write_ladder_files(LadderReport report, const Panel& panel,
                                            const std::string& folder);

}  // namespace pixelwise
