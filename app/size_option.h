// Sizes of images as they are typed.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace pixelwise {

/// A size like 360x480 (or 224, for both), as the option was given: height and width, each from 1
/// to 100 000. Throws UsageError.
std::pair<std::int64_t, std::int64_t> height_and_width(const std::string& option,
                                                       const std::string& size);

}  // namespace pixelwise
