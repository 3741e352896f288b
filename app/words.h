// Words for a terminal: cells of tables, paths to paste.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace pixelwise {

/// The text of a table's cell: at least `width` columns wide, and at least a space at its end.
std::string cell(const std::string& text, std::size_t width);

/// 'a path' as it can be pasted into a shell.
std::string shell_quoted(const std::string& word);

/// A size like 360x480 (or 224, for both), as the option was given: height and width, each from 1
/// to 100 000. Throws UsageError.
std::pair<std::int64_t, std::int64_t> height_and_width(const std::string& option,
                                                       const std::string& size);

}  // namespace pixelwise
