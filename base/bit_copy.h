// The bits of one number as another: std::bit_cast, which not every standard library has yet
// (Emscripten's does not).
#pragma once

#include <cstring>

namespace pixelwise {

/// The value of type To that has the bits of `from`, for example a float's as a whole number.
template <class To, class From>
To bit_copy(const From& from) {
  static_assert(sizeof(To) == sizeof(From));
  To to;
  std::memcpy(&to, &from, sizeof to);
  return to;
}

}  // namespace pixelwise
