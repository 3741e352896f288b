// Own data: a folder with images/ and masks/ is enough.
#pragma once

#include <string>

#include "datasets/dataset.h"

namespace pixelwise {

/// The images in `folder`/images with the masks of equal stem in `folder`/masks.
///
/// - What a mask means is said in mask.h; with colours in `folder`/classes.txt masks are read by
///   colour, else by number.
/// - Classes: the lines of classes.txt if it exists (class_list.h), else as many as the largest
///   number asks for; two are called background and object. Their colours are those of classes.txt,
///   else of the masks' palettes, else VOC's.
/// - If all masks hold nothing but 0 and 255, they are read as {0, 1}; a note says so. Otherwise
///   255 is void.
/// - A sample belongs to the training split if a hash of its name, taken as a number in [0, 1), is
///   below `train_share`: adding files moves no other from one split to the other.
///
/// Opening reads every mask. Throws std::runtime_error for missing folders or partners, damaged
/// masks, masks of another size than their image, ids without a name, masks that could mean two
/// things (mask_meaning.h), and if the split is empty.
DatasetPtr open_folder_dataset(const std::string& folder, Split split, double train_share);

}  // namespace pixelwise
