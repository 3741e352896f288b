// What a data set looks like: some of its images and masks on one sheet.
#pragma once

#include "datasets/dataset.h"

namespace pixelwise {

/// A dozen samples, each with its mask in the classes' colours beside it; photographs are shrunk.
Image samples_sheet(const Dataset& data);

}  // namespace pixelwise
