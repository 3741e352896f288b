// Ctrl-C: asking long work to save its state and stop.
#pragma once

#include <stdexcept>

namespace pixelwise {

/// Thrown by work that has no state to save when it is asked to stop.
struct Interrupted : std::runtime_error {
  Interrupted() : std::runtime_error("interrupted") {}
};

/// From now on the first SIGINT or SIGTERM only sets a flag, which interrupted() reads; a second
/// one ends the program at once, as it does without this.
void catch_interrupts();

/// True once the user has asked to stop.
bool interrupted();

}  // namespace pixelwise
