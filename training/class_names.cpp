#include "training/class_names.h"

#include <nlohmann/json.hpp>
#include <sstream>

#include "base/check.h"
#include "base/counted.h"
#include "base/read_file.h"

namespace pixelwise {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool is_utf8(const std::string& text) {
  try {
    static_cast<void>(nlohmann::json(text).dump());
    return true;
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

std::string trimmed(const std::string& line) {
  constexpr const char* kBlank = " \t\r";
  const std::size_t begin = line.find_first_not_of(kBlank);
  if (begin == std::string::npos) return "";
  return line.substr(begin, line.find_last_not_of(kBlank) - begin + 1);
}

}  // namespace

std::vector<std::string> read_class_names(const std::string& path, std::int64_t classes) {
  std::string content = read_file(path);
  if (content.starts_with(kByteOrderMark)) content.erase(0, kByteOrderMark.size());
  std::istringstream in(content);
  std::vector<std::string> names;
  for (std::string line; std::getline(in, line);) names.push_back(trimmed(line));
  while (!names.empty() && names.back().empty()) names.pop_back();
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].empty()) fail_file(path, "line ", i + 1, " is blank; expected a class name");
    if (!is_utf8(names[i]))
      fail_file(path, "line ", i + 1, " is not UTF-8; save the file as UTF-8");
  }
  if (names.size() != static_cast<std::size_t>(classes)) {
    fail_file(path, "has ", counted(static_cast<std::int64_t>(names.size()), "name"),
              ", but the network has ", counted(classes, "class"));
  }
  return names;
}

}  // namespace pixelwise
