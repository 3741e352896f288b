// Puts into a page what comes from elsewhere. Markers, each an HTML comment that stays in the page:
//
//   <!-- snippet: file#name -->     the next code block is that part of a source file
//   <!-- output: Title -->          the next code block is what the run printed under that heading
//   <!-- output: all -->            ... under all its headings
//   25<!--=name-->                  the word before the marker is the value of that name
#pragma once

#include <filesystem>
#include <string>

#include "tutorials/pages/claims.h"

namespace pixelwise {

/// The page with all of it renewed. Throws std::invalid_argument where a marker names something
/// that does not exist.
std::string renewed_page(const std::string& page, const Claims& claims,
                         const std::filesystem::path& root);

/// A part of a source: the lines between `// [name]` and `// [/name]`, or the function, struct or
/// class of that name (the first with a body), or, for "Rng..Adam", from the line that begins with
/// Rng to the next one that begins with Adam; without a name everything. Indentation is removed.
std::string snippet(const std::string& source, const std::string& name);

}  // namespace pixelwise
