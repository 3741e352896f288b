// Exercise 00.2: the box around an object.
// (CheckedArray and Real are explained in tutorials/00_first_program/README.md, "Exercises".)
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The first and the last row, the first and the last column of something. All four belong to it.
struct Box {
  std::int64_t top = -1, bottom = -1, left = -1, right = -1;
};

/// The smallest box that holds all pixels of one class. If there is no such pixel, all four numbers
/// are -1.
///
///   mask           [H, W]   mask(row, column) is the class number of a pixel, 255 on outlines
///   class_number            the class to look for
Box box_around(const CheckedArray& mask, Real class_number);

}  // namespace pixelwise::yours
