// A panel: rows of pictures under common column titles, to be compared at a glance.
#pragma once

#include <string>
#include <vector>

#include "datasets/sample.h"

namespace pixelwise {

struct Panel {
  std::vector<std::string> columns = {};          // "image", "truth", "FCN-32s", ...
  std::vector<std::vector<Image>> pictures = {};  // rows, with a picture for each column
};

/// All pictures on one sheet; every pixel becomes zoom x zoom.
Image panel_sheet(const Panel& panel, int zoom = 1);

}  // namespace pixelwise
