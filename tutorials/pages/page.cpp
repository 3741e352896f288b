#include "tutorials/pages/page.h"

#include <algorithm>
#include <regex>
#include <sstream>
#include <vector>

#include "base/check.h"
#include "base/read_file.h"

namespace pixelwise {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::size_t indent_of(const std::string& line) {
  const auto at = line.find_first_not_of(' ');
  return at == std::string::npos ? line.size() : at;
}

std::string joined(const std::vector<std::string>& lines, std::size_t begin, std::size_t end) {
  std::size_t indent = std::string::npos;
  for (std::size_t i = begin; i < end; ++i) {
    if (!lines[i].empty()) indent = std::min(indent, indent_of(lines[i]));
  }
  std::string result;
  for (std::size_t i = begin; i < end; ++i) {
    result += (lines[i].empty() ? "" : lines[i].substr(indent)) + "\n";
  }
  return result;
}

// The line after the body that begins in or after line `begin`; 0 if a ; comes before any {.
std::size_t end_of_body(const std::vector<std::string>& lines, std::size_t begin) {
  for (std::size_t i = begin; i < std::min(lines.size(), begin + 8); ++i) {
    const auto brace = lines[i].rfind('{'), semicolon = lines[i].find(';');
    if (brace != std::string::npos && (semicolon == std::string::npos || brace < semicolon)) {
      if (lines[i].find('}', brace) != std::string::npos) return i + 1;
      for (std::size_t end = i + 1; end < lines.size(); ++end) {
        if (indent_of(lines[end]) == indent_of(lines[begin]) &&
            lines[end].find('}') == indent_of(lines[end])) {
          return end + 1;
        }
      }
    }
    if (semicolon != std::string::npos) return 0;
  }
  return 0;
}

// From the line that begins with `first` to the next one that begins with `last`.
std::string between(const std::vector<std::string>& lines, const std::string& first,
                    const std::string& last) {
  const auto begins = [](const std::string& line, const std::string& words) {
    return line.compare(indent_of(line), words.size(), words) == 0;
  };
  std::size_t begin = 0;
  while (begin < lines.size() && !begins(lines[begin], first)) ++begin;
  std::size_t end = begin;
  while (end < lines.size() && !begins(lines[end], last)) ++end;
  require(end < lines.size(), "page: there is no line '", begin < lines.size() ? last : first,
          "...'");
  return joined(lines, begin, end + 1);
}

std::string output(const Claims& claims, const std::string& title) {
  std::string all;
  for (const auto& [name, claim] : claims.sections) {
    if (title == name) return claim.text;
    all += (all.empty() ? "== " : "\n== ") + name + " ==\n" + claim.text + "\n";
  }
  require(title == "all", "page: the run has no section '", title, "'");
  all.pop_back();
  return all;
}

std::string renew_values(const std::string& line, const Claims& claims) {
  static const std::regex value_pattern(R"(([^\s(|*]+)<!--=(\w+)-->)");
  std::string result;
  auto at = line.cbegin();
  for (std::sregex_iterator match(line.begin(), line.end(), value_pattern), end; match != end;
       ++match) {
    const auto value = claims.values.find((*match)[2]);
    require(value != claims.values.end(), "page: the run has no value '", (*match)[2].str(), "'");
    result.append(at, (*match)[0].first);
    result += value->second.text + "<!--=" + (*match)[2].str() + "-->";
    at = (*match)[0].second;
  }
  return result.append(at, line.cend());
}

}  // namespace

std::string snippet(const std::string& source, const std::string& name) {
  const std::vector<std::string> lines = lines_of(source);
  if (name.empty()) return source;
  const auto dots = name.find("..");
  if (dots != std::string::npos) return between(lines, name.substr(0, dots), name.substr(dots + 2));
  std::size_t open = lines.size();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].find("// [" + name + "]") != std::string::npos) open = i;
    if (open < i && lines[i].find("// [/" + name + "]") != std::string::npos) {
      return joined(lines, open + 1, i);
    }
  }
  const std::regex definition("(^|[^\\w.])(struct |class )?" + name + "(\\(| \\{| :)");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto begin = lines[i].find_first_not_of(' ');
    if (begin != std::string::npos && lines[i].compare(begin, 2, "//") == 0) continue;
    if (!std::regex_search(lines[i], definition)) continue;
    const std::size_t end = end_of_body(lines, i);
    const bool is_template = i > 0 && lines[i - 1].find("template <") != std::string::npos;
    if (end > 0) return joined(lines, is_template ? i - 1 : i, end);
  }
  fail("page: there is neither an anchor nor a definition '", name, "'");
}

std::string renewed_page(const std::string& page, const Claims& claims,
                         const std::filesystem::path& root) {
  static const std::regex marker_pattern(R"(<!-- (snippet|output): ([^#]+?)(?:#(.+?))? -->)");
  const std::vector<std::string> lines = lines_of(page);
  std::string result;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::smatch match;
    if (!std::regex_match(lines[i], match, marker_pattern)) {
      result += renew_values(lines[i], claims) + "\n";
      continue;
    }
    require(i + 1 < lines.size() && lines[i + 1].rfind("```", 0) == 0, "page: after ", lines[i],
            " there should be a code block");
    std::string block = match[1] == "snippet"
                            ? snippet(read_file((root / match[2].str()).string()), match[3])
                            : output(claims, match[2]);
    if (block.empty() || block.back() != '\n') block += '\n';
    result += lines[i] + "\n" + lines[i + 1] + "\n" + block + "```\n";
    for (i += 2; i < lines.size() && lines[i] != "```"; ++i) {
    }
  }
  return result;
}

}  // namespace pixelwise
