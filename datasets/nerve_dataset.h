// The layout of Kaggle's ultrasound nerve segmentation.
#pragma once

#include <string>

#include "datasets/dataset.h"

namespace pixelwise {

/// Images S_I.tif, S the subject and I a number, beside their masks S_I_mask.tif, in `folder` or in
/// its sub-folder train/; other image formats do as well. Masks hold 0 and 255, read as background
/// and nerve; an empty mask (no nerve in sight) is one like others.
///
/// All images of a subject belong to one split, the training one if a hash of S, taken as a number
/// in [0, 1), is below `train_share`: images of one subject resemble each other, and a network that
/// is measured on subjects it knows looks better than it is.
///
/// Throws std::runtime_error if the folder is missing, a file has no partner or another name, or
/// the split is empty; masks with other values are refused as they are read.
DatasetPtr open_nerve_dataset(const std::string& folder, Split split, double train_share);

}  // namespace pixelwise
