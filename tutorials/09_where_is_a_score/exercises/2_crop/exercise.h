// Exercise 09.2: where to crop a map so that it fits another one.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The line that takes a cell of `frame` to a cell of `larger`, both maps of the same image.
///
///   frame, larger  [2]  a and b: pixel x of the image is coordinate a x + b of the map
///   result         [2]  slope and offset: cell i of the frame lies on cell slope * i + offset of
///                       `larger`
CheckedArray crop_offset(const CheckedArray& frame, const CheckedArray& larger);

}  // namespace pixelwise::yours
