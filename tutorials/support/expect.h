// Claims that are checked: what a tutorial says about a result is true of every run of it.
#pragma once

#include <string>

#include "base/check.h"

namespace pixelwise {

/// Prints the sentence, marked as checked, if the condition holds. Otherwise throws FalseSentence,
/// and the program exits with status 1. Active in every build.
void expect(bool condition, const std::string& sentence);

/// A sentence of a tutorial that turned out to be false.
struct FalseSentence : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace pixelwise
