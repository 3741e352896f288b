// Is a text UTF-8?
#pragma once

#include <cstddef>
#include <string_view>

namespace pixelwise {

/// The place of the first byte that does not belong to well-formed UTF-8 (RFC 3629: no overlong
/// forms, no surrogates, nothing above U+10FFFF), or text.size() if all do.
std::size_t first_not_utf8(std::string_view text);

inline bool is_utf8(std::string_view text) { return first_not_utf8(text) == text.size(); }

}  // namespace pixelwise
