// Exercise 01.3: IoU for each class.
// (CheckedArray and Real are explained in tutorials/00_first_program/README.md, "Exercises".)
#pragma once

#include <optional>
#include <vector>

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The IoU of each class: the pixels that are *and* are said to be of this class, divided by those
/// that are *or* are said to be.
///
///   counts   [C, C]   a confusion matrix: counts(t, p) pixels of true class t, predicted as p
///   result            C values. A class that neither truth nor prediction contains has no IoU:
///                     std::nullopt
std::vector<std::optional<double>> iou_of_classes(const CheckedArray& counts);

}  // namespace pixelwise::yours
