#include "app/words.h"

#include <algorithm>
#include <cctype>
#include <cstdio>

#include "app/common.h"

namespace pixelwise {

std::string cell(const std::string& text, std::size_t width) {
  return text + std::string(text.size() < width ? width - text.size() : 1, ' ');
}

std::string shell_quoted(const std::string& word) {
  const auto plain = [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string("._-/=:,+@%").find(static_cast<char>(c)) != std::string::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), plain)) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::pair<std::int64_t, std::int64_t> height_and_width(const std::string& option,
                                                       const std::string& size) {
  long long height = 0, width = 0;
  int end = 0;
  int fields = std::sscanf(size.c_str(), "%lldx%lld%n", &height, &width, &end);
  if (fields == 1 && std::sscanf(size.c_str(), "%lld%n", &height, &end) == 1) {  // 224 is 224x224
    width = height;
    fields = 2;
  }
  require_usage(
      fields == 2 && end == static_cast<int>(size.size()) && height >= 1 && width >= 1 &&
          height <= 100'000 && width <= 100'000,
      option, " '", size,
      "': expected height x width in pixels, for example 360x480, or one number for both");
  return {height, width};
}

}  // namespace pixelwise
