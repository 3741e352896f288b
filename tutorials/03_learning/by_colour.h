// The section of lesson 03 about a classifier that sees one pixel at a time.
#pragma once

#include "tutorials/support/lesson.h"

namespace pixelwise {

void by_colour(Lesson& lesson);

}  // namespace pixelwise
