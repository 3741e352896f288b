// classes.txt: the names of a folder's classes, and perhaps their colours.
#pragma once

#include <optional>
#include <string>

#include "datasets/palette.h"

namespace pixelwise {

/// What classes.txt says.
struct ClassList {
  Classes classes;           // the palette is that of VOC where the file gives no colours
  bool has_colours = false;  // then masks are read by colour, else by number (mask.h)
  Colour void_colour = kVoidColour;
  std::optional<int> void_number;  // a line 'void N': this number is void, and 255 is no object
};

/// Reads lines 'name' or 'name R G B', the class with number 0 first; blank lines and lines that
/// begin with # are skipped. A line 'void R G B' says which colour is void, a line 'void N' which
/// number. Throws std::runtime_error with the line number if the text is not UTF-8, only some lines
/// have colours, a colour is outside 0 to 255 or has two numbers, a name or a colour stands there
/// twice, and for no or more than 255 classes.
ClassList read_class_list(const std::string& path);

}  // namespace pixelwise
