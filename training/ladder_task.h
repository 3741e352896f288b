// The tasks that have a ladder: a data set of pixels, one of whole images for the classifier, and
// what is worth looking at.
#pragma once

#include <string>

#include "datasets/palette.h"
#include "datasets/sample.h"
#include "report/ladder_report.h"

namespace pixelwise {

struct LadderTask {
  std::string name;                 // "shapes", as open_dataset knows it
  std::string whole_images;         // "shapes-classify"
  bool upright;                     // things do not stand on their heads
  Classes classes;                  // of pixels
  Classes kinds;                    // of whole images: without the background
  bool (*shows_much)(const Mask&);  // whether an image belongs into the panel
  LadderWords words;                // for the report
};

/// The task of "shapes" or "fashion-scenes", also with ":DIR" behind it. Throws
/// std::invalid_argument for other data, and lists what there is.
const LadderTask& ladder_task(const std::string& data);

/// The classifier's data: "fashion-classify:DIR" for "fashion-scenes:DIR".
std::string whole_images_of(const std::string& data);

/// "shapes, fashion-scenes": for --help.
std::string ladder_task_names();

}  // namespace pixelwise
