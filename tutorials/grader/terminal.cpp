#include "tutorials/grader/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "base/terminal.h"

namespace pixelwise::terminal {

int width() {
  auto columns = static_cast<int>(terminal_columns(STDOUT_FILENO));
  if (columns == 0) {
    const char* const variable = std::getenv("COLUMNS");
    columns = variable != nullptr ? std::atoi(variable) : 80;
  }
  return std::clamp(columns, 30, 100);
}

bool has_colours() {
  const char* const term = std::getenv("TERM");
  return isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr && term != nullptr &&
         std::string(term) != "dumb";
}

std::string tinted(const std::string& text, Tint tint) {
  if (!has_colours()) return text;
  static const char* const codes_of_styles[] = {"31", "32", "33", "90", "1"};
  return std::string("\033[") + codes_of_styles[static_cast<int>(tint)] + "m" + text + "\033[0m";
}

int columns_of(const std::string& text) { return static_cast<int>(pixelwise::columns_of(text)); }

std::string padded(const std::string& text, int columns, bool align_right) {
  const int missing = std::max(0, columns - columns_of(text));
  const std::string spaces(static_cast<std::size_t>(missing), ' ');
  return align_right ? spaces + text : text + spaces;
}

std::string wrapped(const std::string& text, int width, int indent) {
  std::string result;
  std::istringstream lines(text);
  const std::string margin(static_cast<std::size_t>(indent), ' ');
  for (std::string line; std::getline(lines, line);) {
    if (!result.empty()) result += "\n" + margin;
    std::istringstream words(line);
    int column = 0;
    const auto begin =
        line.find_first_not_of(' ');  // lines that begin with spaces stay as they are
    if (begin != std::string::npos && begin >= 2) {
      result += line;
      continue;
    }
    for (std::string word; words >> word;) {
      const int length = columns_of(word);
      if (column > 0 && column + 1 + length > width - indent) {
        result += "\n" + margin;
        column = 0;
      }
      result += (column > 0 ? " " : "") + word;
      column += length + (column > 0 ? 1 : 0);
    }
  }
  return result;
}

}  // namespace pixelwise::terminal
