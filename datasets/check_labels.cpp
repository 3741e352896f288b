#include "datasets/check_labels.h"

#include <algorithm>
#include <stdexcept>

#include "base/check.h"

namespace pixelwise {

void check_labels(const std::string& name, const DatasetStatistics& train,
                  const DatasetStatistics& val) {
  const auto present = std::count_if(train.class_pixels.begin(), train.class_pixels.end(),
                                     [](std::uint64_t pixels) { return pixels > 0; });
  if (present < 2) {
    throw std::runtime_error(text(
        name, ": the training masks hold ", present == 1 ? "only one" : "no", " class besides ",
        train.void_pixels, " void pixels (255), so there is nothing to learn",
        train.void_pixels > 0 ? "; a binary mask? map 255 to 1, or open the images as "
                                "folder:DIR, which does"
                              : ""));
  }
  if (val.labelled_pixels() == 0) {
    throw std::runtime_error(
        text(name, ": all ", val.void_pixels, " pixels of the ", val.images,
             val.images == 1 ? " validation mask are" : " validation masks are",
             " void (255), so nothing can be measured; label some, or choose other images for "
             "validation (--split, or the list of the data set)"));
  }
}

}  // namespace pixelwise
