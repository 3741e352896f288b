// classes.txt: the names of a folder's classes, and perhaps their colours.
#pragma once

#include <string>

#include "datasets/palette.h"

namespace pixelwise {

/// What classes.txt says.
struct ClassList {
  Classes classes;           // the palette is that of VOC where the file gives no colours
  bool has_colours = false;  // then RGB masks can be read
  Colour void_colour = kVoidColour;
};

/// Reads lines 'name' or 'name R G B'; blank lines and lines that begin with # are skipped. Throws
/// std::runtime_error with the line number if only some lines have colours, for a colour outside
/// 0 to 255, for no or more than 255 classes.
ClassList read_class_list(const std::string& path);

}  // namespace pixelwise
