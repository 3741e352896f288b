// Exercise 00.1: from scores to classes.
// (CheckedArray and Real are explained in tutorials/00_first_program/README.md, "Exercises".)
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The number of the class with the highest score, for every pixel. If two classes have the same
/// highest score, the one with the smaller number wins.
///
///   scores   [1, C, H, W]   scores(0, c, row, column) is the score of class c at a pixel. The
///                           first index counts images; there is one, so it is always 0. C, H and
///                           W are scores.shape()[1], scores.shape()[2] and scores.shape()[3].
///   result   [H, W]         result(row, column) is a class number from 0 to C - 1
CheckedArray class_of_each_pixel(const CheckedArray& scores);

}  // namespace pixelwise::yours
