// Threads: the same bits, and two ways to lose what they gain.
#pragma once

#include "tutorials/support/lesson.h"

namespace pixelwise {

/// A convolution and a sum with one thread and with two.
void same_bits(Lesson& lesson);

/// Two threads that count in the same cache line, and in different ones.
void false_sharing(Lesson& lesson);

}  // namespace pixelwise
