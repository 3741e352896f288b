// What the compiler said of a reader's file.
#pragma once

#include <string>

namespace pixelwise {

/// From the output of a build: what it says of `file` from its first error on, up to `most` lines.
/// All of the output, if there is no error in this file.
std::string errors_of(const std::string& output, const std::string& file, int most);

/// Did the compiler say that a function with a result does not return one? (The build also prints
/// its command, and the option -Werror=return-type is always in it: that says nothing.)
bool lacks_return(const std::string& output);

}  // namespace pixelwise
