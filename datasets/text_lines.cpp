#include "datasets/text_lines.h"

#include <algorithm>
#include <string_view>

#include "base/check.h"
#include "base/read_file.h"
#include "base/utf8.h"

namespace pixelwise {
namespace {

constexpr std::string_view kSpaces = " \t\r\v\f";

std::string trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return std::string(line.substr(first, line.find_last_not_of(kSpaces) - first + 1));
}

}  // namespace

std::vector<TextLine> read_text_lines(const std::string& path) {
  const std::string bytes = read_file(path);
  constexpr const char* kHint = "; save it as UTF-8 (in an editor: Save as, encoding UTF-8)";
  std::string_view rest = bytes;
  if (rest.starts_with("\xFF\xFE") || rest.starts_with("\xFE\xFF")) {
    fail_file(path, "is written in UTF-16", kHint);
  }
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  std::vector<TextLine> lines;
  for (int number = 1; !rest.empty(); ++number) {
    // Old Macs ended lines with CR alone.
    const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
    const std::string_view line = rest.substr(0, end);
    const bool both = rest.substr(end).starts_with("\r\n");
    rest.remove_prefix(std::min(rest.size(), end + (both ? 2 : 1)));
    const std::size_t bad = std::min(first_not_utf8(line), line.find('\0'));
    if (bad < line.size()) {
      fail_file(path, "line ", number, ": byte ", bad + 1, " of it (",
                int{static_cast<unsigned char>(line[bad])}, ") is not UTF-8 text", kHint);
    }
    std::string text = trimmed(line);
    if (!text.empty()) lines.push_back({number, std::move(text)});
  }
  return lines;
}

}  // namespace pixelwise
