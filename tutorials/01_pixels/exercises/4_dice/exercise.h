// Exercise 01.4: Dice of one class.
// (CheckedArray and Real are explained in tutorials/00_first_program/README.md, "Exercises".)
#pragma once

#include <optional>

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// Dice of a class: twice the pixels that are and are said to be of this class, divided
/// by the pixels that are, plus the pixels that are said to be.
///
///   truth        [H, W]   class numbers; 255 is void: such a pixel does not count, neither for the
///                         truth nor for the prediction
///   prediction   [H, W]   class numbers, never 255
///   result                from 0 to 1; std::nullopt if no pixel is or is said to be of the class
std::optional<double> dice_of_class(const CheckedArray& truth, const CheckedArray& prediction,
                                    Real class_number);

}  // namespace pixelwise::yours
