// Exercise 10.1: crop a map to another one, and add the two.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// frame + the part of `larger` that lies under it.
///
///   frame   [N, C, H, W]     scores: N images, C classes, H rows, W columns
///   larger  [N, C, LH, LW]   scores of the same images and classes, with LH >= top + H and
///                            LW >= left + W
///   top     the row of `larger` that lies under row 0 of `frame`
///   left    the column of `larger` that lies under column 0 of `frame`
///   result  [N, C, H, W]
CheckedArray crop_and_fuse(const CheckedArray& frame, const CheckedArray& larger, std::int64_t top,
                           std::int64_t left);

}  // namespace pixelwise::yours
