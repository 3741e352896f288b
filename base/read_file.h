// A whole file in one string.
#pragma once

#include <string>

namespace pixelwise {

/// The whole file as bytes. Throws std::runtime_error with the path and the reason.
std::string read_file(const std::string& path);

}  // namespace pixelwise
