// The width of the terminal, and lines that fit into it.
#pragma once

#include <cstddef>
#include <string>

namespace pixelwise {

/// How many columns the terminal behind this file descriptor (1: standard output, 2: standard
/// error) has now; 0 if it is no terminal.
std::size_t terminal_columns(int descriptor);

/// The characters of a UTF-8 text: the bytes that do not continue one.
std::size_t columns_of(const std::string& text);

/// The beginning of the text, at most `width` columns.
std::string fitted(const std::string& text, std::size_t width);

/// One line broken between words into lines of at most `width` columns, all but the first indented
/// by two. A longer word stays whole.
std::string wrapped(const std::string& line, std::size_t width);

}  // namespace pixelwise
