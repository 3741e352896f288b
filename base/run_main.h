// What main() returns: a program that fails says why and ends with status 1.
#pragma once

#include <exception>
#include <iostream>

namespace pixelwise {

/// Runs `program`, a function without arguments that returns the exit status, or nothing for 0. If
/// it throws, the message is printed and the status is 1. (A bare main() ends in "terminate
/// called".)
///
///   int main() { return run_main(train_a_net); }
template <class Program>
int run_main(Program program) {
  try {
    if constexpr (requires(int status) { status = program(); }) {
      return program();
    } else {
      program();
      return 0;
    }
  } catch (const std::exception& error) {
    std::cout << std::flush;
    std::cerr << "error: " << error.what() << '\n';
    return 1;
  }
}

}  // namespace pixelwise
