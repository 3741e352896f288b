// Lesson 07: the bilinear kernel, and what it makes of a border.
#pragma once

#include "tutorials/support/lesson.h"

namespace pixelwise {

/// Where its numbers come from, and what they sum to.
void bilinear(Lesson& lesson);

/// A map of ones, and the difference from resizing.
void bilinear_against_resize(Lesson& lesson);

}  // namespace pixelwise
