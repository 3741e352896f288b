// How well the truth itself would score after passing through a coarse grid: what a network whose
// scores are computed at stride f loses to resolution alone. No strict bound: a network may place
// its scores more cleverly, and trained ones do: the ladder's
// FCN-32s that trains for longer ends above it.
#pragma once

#include "datasets/dataset.h"
#include "metrics/confusion.h"

namespace pixelwise {

/// The one-hot truth averaged over factor x factor blocks (void counts for no class; a block cut by
/// the border averages over what there is of it), enlarged bilinearly (pixel centres at
/// half-integers, constant beyond the outermost centres), then the largest class of each pixel (the
/// lowest one on a tie). Factor in pixels, at least 1.
Mask through_coarse_grid(const Mask& truth, int classes, int factor);

/// through_coarse_grid of every mask, compared with the mask. Throws std::invalid_argument for data
/// with one class per image.
ConfusionMatrix truth_downsampling_bound(const Dataset& dataset, int factor);

}  // namespace pixelwise
