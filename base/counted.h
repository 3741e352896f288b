// "1 image", "2 images".
#pragma once

#include <cstdint>
#include <string>

namespace pixelwise {

/// The number and what it counts, in the singular for 1. `many` if -s or -es does not make it.
inline std::string counted(std::int64_t number, const std::string& one, std::string many = "") {
  if (many.empty()) many = one + (one.ends_with("s") ? "es" : "s");
  return std::to_string(number) + " " + (number == 1 ? one : many);
}

}  // namespace pixelwise
