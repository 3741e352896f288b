// Exercise 01.1: from the colours of a mask to class numbers.
// (CheckedArray and Real are explained in tutorials/00_first_program/README.md, "Exercises".)
#pragma once

#include <vector>

#include "datasets/palette.h"
#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The class number of every pixel of a mask that was saved as a coloured image. A pixel whose
/// three channels are all equal to those of palette[c] is of class c. A pixel with any other colour
/// is void: 255.
///
///   image     [1, 3, H, W]   image(0, 0, row, column) is red, 1 in the second place is green, 2 is
///                            blue; each from 0 to 255
///   palette                  palette[c].r, palette[c].g, palette[c].b: the colour of class c; no
///                            colour is there twice
///   result    [H, W]         class numbers
CheckedArray class_numbers(const CheckedArray& image, const std::vector<Colour>& palette);

}  // namespace pixelwise::yours
