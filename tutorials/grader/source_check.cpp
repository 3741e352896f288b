#include "tutorials/grader/source_check.h"

#include <cctype>

#include "base/check.h"

namespace pixelwise {
namespace {

// The same text with comments, and what is inside quotes, replaced by spaces.
std::string without_comments(const std::string& code) {
  std::string result = code;
  enum { kCode, kLine, kBlock, kString } state = kCode;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i], next = i + 1 < code.size() ? code[i + 1] : '\0';
    if (state == kCode && c == '/' && next == '/') state = kLine;
    if (state == kCode && c == '/' && next == '*') state = kBlock;
    if (state == kCode && c == '"') {
      state = kString;
      continue;
    }
    if (state == kCode) continue;
    if (state == kString && c == '\\') result[i++] = ' ';
    if (state == kString && c == '"') state = kCode;
    if (state == kLine && c == '\n') state = kCode;
    const bool ends = state == kBlock && c == '*' && next == '/';
    if (i < code.size() && code[i] != '\n') result[i] = ' ';
    if (ends) {
      result[++i] = ' ';
      state = kCode;
    }
  }
  return result;
}

bool is_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

int line_at(const std::string& code, std::size_t position) {
  int line = 1;
  for (std::size_t i = 0; i < position; ++i) line += code[i] == '\n' ? 1 : 0;
  return line;
}

}  // namespace

std::string refused(const std::string& code, const std::vector<std::string>& forbidden) {
  for (const char* header : {"autograd/ops", "autograd/kernels", "layers/", "models/"}) {
    const std::size_t at = code.find(std::string("#include \"") + header);
    if (at != std::string::npos) {
      return text("Line ", line_at(code, at), " includes a header of ", header,
                  ", which holds the library's own solution. The exercise is to write it: plain "
                  "loops, with the headers that are there.");
    }
  }
  const std::string plain = without_comments(code);
  for (const std::string& name : forbidden) {
    for (std::size_t at = plain.find(name); at != std::string::npos;
         at = plain.find(name, at + 1)) {
      const std::size_t end = at + name.size();
      if ((at > 0 && is_name(plain[at - 1])) || (end < plain.size() && is_name(plain[end]))) {
        continue;
      }
      return text("Line ", line_at(plain, at), " uses ", name,
                  ", which is the library's own solution. The exercise is to write it: plain "
                  "loops.");
    }
  }
  return "";
}

}  // namespace pixelwise
