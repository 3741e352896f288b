// Ctrl-C, or a pipe that nobody reads any more: asking long work to save its state and stop.
#pragma once

#include <stdexcept>

namespace pixelwise {

/// Thrown by work that has no state to save when it is asked to stop.
struct Interrupted : std::runtime_error {
  Interrupted() : std::runtime_error("interrupted") {}
};

/// From now on the first SIGINT or SIGTERM only sets a flag, which interrupted() reads; a second
/// one ends the program at once, as it does without this. SIGPIPE, which comes when the reader of
/// what is printed has gone (`... | head -1`), sets the flag each time.
void catch_interrupts();

/// True once the user has asked to stop.
bool interrupted();

/// True if the cause was SIGPIPE: then nobody reads a message either.
bool output_was_closed();

/// The exit status of a program that was asked to stop, as shells have it: 128 and the signal's
/// number, 130 after Ctrl-C.
int interrupted_status();

}  // namespace pixelwise
