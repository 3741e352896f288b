// Lesson 05: a network that has few images to learn from.
#pragma once

#include "tutorials/support/lesson.h"

namespace pixelwise {

/// The same network on 200 images, without and with augmentation.
void over_fitting(Lesson& lesson);

}  // namespace pixelwise
