// The panel: validation images, their truth, and what FCN-32s, 16s and 8s make of them.
#pragma once

#include <string>
#include <vector>

#include "app/ladder_run.h"
#include "datasets/sample.h"

namespace pixelwise {

/// Rows of equally many pictures under common column titles.
struct Panel {
  std::vector<std::string> columns;  // "image", "truth", "FCN-32s", ...
  std::vector<std::string> rows;     // names of the images
  std::vector<std::vector<Image>> pictures;
};

/// The first `rows` validation images with a large ring and two other kinds of shapes.
Panel ladder_panel(const LadderRun& run, std::size_t rows);

/// All pictures on one sheet.
Image panel_sheet(const Panel& panel, int zoom);

}  // namespace pixelwise
