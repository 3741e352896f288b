// What can be seen in images and masks alone, before any network looks at them.
#pragma once

#include "datasets/dataset.h"
#include "doctor/finding.h"

namespace pixelwise {

/// Looks at a few dozen images of each part (`val` may be null): images without content, labels
/// that are shifted against the image or begin at 1, masks that were resized smoothly, a void class
/// that is trained on. `spec` is the name of the data for commands. Data with one class for each
/// whole image only has its images looked at.
Findings data_findings(const Dataset& train, const Dataset* val, const std::string& spec);

}  // namespace pixelwise
