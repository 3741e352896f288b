// The terminal: its width, colours where they are wanted, and text that fits.
#pragma once

#include <string>

namespace pixelwise::terminal {

/// Columns of standard output; the number in COLUMNS, or 80, where it is no terminal. At least 30.
int width();

/// True on a terminal, unless NO_COLOR is set or TERM is "dumb".
bool has_colours();

enum class Tint { red, green, yellow, grey, bold };

/// The text in a colour, or as it is.
std::string tinted(const std::string& text, Tint tint);

/// The text broken into lines of at most `width` characters, later lines indented.
std::string wrapped(const std::string& text, int width, int indent = 0);

/// How many columns UTF-8 text takes, if every character takes one.
int columns_of(const std::string& text);

/// The text filled with spaces to `columns`, on the right or (align_right) on the left.
std::string padded(const std::string& text, int columns, bool align_right = false);

}  // namespace pixelwise::terminal
