// Who hears what is going on.
#pragma once

#include <functional>
#include <string>

namespace pixelwise {

/// Hears, in whole lines, what was found or assumed.
using Note = std::function<void(const std::string&)>;

/// Does not listen.
inline void no_note(const std::string&) {}

}  // namespace pixelwise
