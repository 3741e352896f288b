// Own data: a folder with images/ and masks/ is enough.
#pragma once

#include <string>

#include "datasets/dataset.h"

namespace pixelwise {

/// The images in `folder`/images with the masks of equal stem in `folder`/masks.
///
/// - Number of classes: the lines of `folder`/classes.txt if it exists, else the largest id plus 1.
///   A line is 'name' or 'name R G B'; with colours, RGB masks are read by them, and a line
///   'void R G B' names the colour of void.
/// - If all masks hold nothing but 0 and 255, they are read as {0, 1}: background and object; a
///   note says so. Otherwise 255 is void.
/// - A sample belongs to the training split if a hash of its name, taken as a number in [0, 1), is
///   below `train_share`: adding files moves no other from one split to the other.
///
/// Opening reads every mask. Throws std::runtime_error for missing folders or partners, damaged
/// masks, masks of another size than their image, ids without a name, and if the split is empty.
DatasetPtr open_folder_dataset(const std::string& folder, Split split, double train_share);

}  // namespace pixelwise
