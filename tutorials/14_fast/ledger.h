// What a training step keeps in memory: counted by hand, and by the library.
#pragma once

#include "tutorials/support/lesson.h"

namespace pixelwise {

/// A small network, line by line.
void memory_ledger(Lesson& lesson);

/// The same four lines for larger networks.
void memory_of_networks(Lesson& lesson);

}  // namespace pixelwise
