// Words for a terminal: cells of tables, paths to paste.
#pragma once

#include <cstddef>
#include <string>

namespace pixelwise {

/// The text of a table's cell: at least `width` columns wide, and at least a space at its end.
std::string cell(const std::string& text, std::size_t width);

/// 'a path' as it can be pasted into a shell.
std::string shell_quoted(const std::string& word);

}  // namespace pixelwise
