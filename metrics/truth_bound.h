// What does the truth score after it went through a coarse grid? A network that computes its scores
// at stride f loses about as much by resolution alone. This is no strict bound: a network may place
// its scores better. The ladder's FCN-32s that trains for longer ends above it.
#pragma once

#include "datasets/dataset.h"
#include "metrics/confusion.h"

namespace pixelwise {

/// The one-hot truth averaged over blocks of factor x factor pixels, enlarged bilinearly, then the
/// largest class of each pixel (the lowest one of equals). Void counts for no class. A block that
/// the border cuts averages over its pixels inside. Pixel centres are at half-integers, and beyond
/// the outermost centres the values are constant. Factor in pixels, at least 1.
Mask through_coarse_grid(const Mask& truth, int classes, int factor);

/// through_coarse_grid of every mask, compared with the mask. Throws std::invalid_argument for data
/// with one class per image.
ConfusionMatrix truth_downsampling_bound(const Dataset& dataset, int factor);

}  // namespace pixelwise
