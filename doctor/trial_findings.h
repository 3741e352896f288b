// What a trial tells: the network looks at a few images once more, with red and blue exchanged, or
// in the crops that it was trained on. If that is much better, the cause is found.
#pragma once

#include <optional>
#include <utility>

#include "datasets/dataset.h"
#include "datasets/preprocess.h"
#include "doctor/finding.h"
#include "layers/module.h"

namespace pixelwise {

/// Images and masks to try on: a small part of a data set, see some_samples.h. `crop` is the height
/// and width of training crops, if they are smaller than the images. `who` is "the network", or
/// the weights that it started from.
Findings trial_findings(Network& network, const Preprocessing& how, const Dataset& few,
                        const std::string& who,
                        std::optional<std::pair<int, int>> crop = std::nullopt);

}  // namespace pixelwise
