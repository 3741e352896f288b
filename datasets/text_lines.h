// Text files that people write: lists of classes, lists of names.
#pragma once

#include <string>
#include <vector>

namespace pixelwise {

struct TextLine {
  int number = 0;  // from 1
  std::string text;
};

/// The lines of a text file that hold something: without white space around them, the byte-order
/// mark that some editors write first, and the CR of Windows. Throws std::runtime_error naming file
/// and line if the text is not UTF-8 or holds a zero byte, as UTF-16 does.
std::vector<TextLine> read_text_lines(const std::string& path);

}  // namespace pixelwise
