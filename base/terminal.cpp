#include "base/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <sstream>

namespace pixelwise {
namespace {

bool continues_a_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

}  // namespace

std::size_t columns_of(const std::string& text) {
  std::size_t columns = 0;
  for (const char c : text) columns += continues_a_character(c) ? 0 : 1;
  return columns;
}

std::size_t terminal_columns(int descriptor) {
  winsize size{};
  const bool known = ::isatty(descriptor) == 1 && ::ioctl(descriptor, TIOCGWINSZ, &size) == 0;
  return known ? size.ws_col : 0;
}

std::string fitted(const std::string& text, std::size_t width) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (continues_a_character(text[i])) continue;
    if (columns++ == width) return text.substr(0, i);
  }
  return text;
}

std::string wrapped(const std::string& line, std::size_t width) {
  if (columns_of(line) <= width) return line;
  std::string result;
  std::size_t used = 0;
  std::istringstream words(line);
  for (std::string word; words >> word;) {
    const std::size_t length = columns_of(word);
    if (used > 0 && used + 1 + length > width) {
      result += "\n  ";
      used = 2;
    } else if (used > 0) {
      result += " ";
      ++used;
    }
    result += word;
    used += length;
  }
  return result;
}

}  // namespace pixelwise
