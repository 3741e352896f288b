// Exercise 01.2: a confusion matrix, with void.
// (CheckedArray and Real are explained in tutorials/00_first_program/README.md, "Exercises".)
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// How many pixels of true class t were predicted as class p? For every t and p.
///
///   truth        [H, W]   class numbers from 0 to classes - 1; or 255, void: such a pixel is not
///                         counted, whatever was predicted there
///   prediction   [H, W]   class numbers from 0 to classes - 1, never 255
///   result       [classes, classes]   result(t, p)
CheckedArray confusion(const CheckedArray& truth, const CheckedArray& prediction,
                       std::int64_t classes);

}  // namespace pixelwise::yours
