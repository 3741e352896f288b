// What a build without an optional library says in the place where the library is needed.
#pragma once

#include <string>

#include "base/check.h"

namespace pixelwise {

/// Throws std::runtime_error: the file at `path` is `what` ("a TIFF image"), which this build
/// cannot read or write, because `library` was not there when it was built. `package` is Debian's.
[[noreturn]] inline void fail_missing_library(const std::string& path, const std::string& what,
                                              const std::string& library,
                                              const std::string& package) {
  fail_file(path, what, "; this build has no ", library, ": install ", package, " and build again");
}

}  // namespace pixelwise
