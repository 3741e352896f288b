// What a training step keeps in memory: counted by hand, and by the library.
#pragma once

#include "tutorials/support/lesson.h"

namespace pixelwise {

/// A small network, line by line.
void memory_ledger(Lesson& lesson);

/// The most that is in use at any moment of a training step, and of an evaluation.
void memory_peaks(Lesson& lesson);

/// Weights against activations, in a small network and in a large one.
void memory_of_networks(Lesson& lesson);

}  // namespace pixelwise
