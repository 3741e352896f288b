// Damage as it happens to files: cut, overwritten, mixed up.
#pragma once

#include <string>

#include "base/random.h"

namespace pixelwise {

/// A copy of these bytes with one to three kinds of damage: bits turned, bytes replaced by values
/// that are often limits (0, 127, 255, ...), four bytes replaced by a large number, the end cut
/// off, a piece left out, repeated, or taken from `other`. Depends on the generator alone.
std::string damaged(std::string bytes, const std::string& other, Rng& random);

/// The same for text: lines left out, repeated, swapped, joined; words replaced by odd ones.
std::string damaged_text(const std::string& text, Rng& random);

}  // namespace pixelwise
