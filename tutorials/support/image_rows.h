// Images in rows with words over them: what results look like beside each other.
#pragma once

#include <string>
#include <vector>

#include "datasets/palette.h"
#include "report/plot.h"

namespace pixelwise {

struct ImageRows {
  std::string title = {};
  std::vector<std::string> columns = {};      // the words over each column
  std::vector<std::vector<Image>> rows = {};  // RGB, an image for each column
  Classes legend = {};                        // colours and names below the images
  double size = 192;                          // of an image, in CSS pixels
};

/// All of it as a diagram, to be drawn as PNG. diagram.images has the images row by row: further
/// boxes and words find their places there.
Diagram image_rows(const ImageRows& rows);

/// A mask of one byte per pixel as an RGB image of greys: what a viewer shows of a mask without a
/// palette.
Image as_grey(const Mask& mask);

}  // namespace pixelwise
