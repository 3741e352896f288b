#include "datasets/class_list.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>
#include <vector>

#include "base/check.h"
#include "base/read_file.h"

namespace pixelwise {
namespace {

struct Line {
  std::string name;
  std::optional<Colour> colour;
};

std::optional<int> to_number(const std::string& word) {
  int value = 0;
  const char* end = word.data() + word.size();
  const auto [rest, error] = std::from_chars(word.data(), end, value);
  if (error != std::errc() || rest != end) return std::nullopt;
  return value;
}

// The last three words are a colour if they are numbers and a name is left.
Line parse_line(const std::string& path, int number, const std::vector<std::string>& words) {
  Line line;
  std::size_t name_words = words.size();
  if (words.size() >= 4) {
    const std::size_t first = words.size() - 3;
    const std::optional<int> r = to_number(words[first]), g = to_number(words[first + 1]),
                             b = to_number(words[first + 2]);
    if (r && g && b) {
      const auto [low, high] = std::minmax({*r, *g, *b});
      if (low < 0 || high > 255) {
        fail_file(path, "line ", number, ": colour ", *r, " ", *g, " ", *b, " is outside 0 to 255");
      }
      line.colour = Colour{static_cast<std::uint8_t>(*r), static_cast<std::uint8_t>(*g),
                           static_cast<std::uint8_t>(*b)};
      name_words = first;
    }
  }
  for (std::size_t i = 0; i < name_words; ++i) line.name += (i == 0 ? "" : " ") + words[i];
  return line;
}

}  // namespace

ClassList read_class_list(const std::string& path) {
  std::istringstream in(read_file(path));
  ClassList list;
  std::optional<bool> has_colours;
  std::string line_text;
  for (int number = 1; std::getline(in, line_text); ++number) {
    std::istringstream words_in(line_text);
    std::vector<std::string> words;
    for (std::string word; words_in >> word;) words.push_back(word);
    if (words.empty() || words[0].starts_with('#')) continue;
    const Line line = parse_line(path, number, words);
    if (has_colours.value_or(line.colour.has_value()) != line.colour.has_value()) {
      fail_file(path, "line ", number, ": '", line.name, "' has ",
                line.colour ? "a colour but earlier lines have none"
                            : "no colour but earlier lines have one",
                "; expected 'name' or 'name R G B' on every line");
    }
    has_colours = line.colour.has_value();
    if (line.colour && line.name == "void") {
      list.void_colour = *line.colour;
    } else {
      list.classes.names.push_back(line.name);
      if (line.colour) list.classes.palette.push_back(*line.colour);
    }
  }
  const std::size_t count = list.classes.names.size();
  if (count == 0 || count > 255) fail_file(path, count, " classes; expected 1 to 255 lines");
  list.has_colours = *has_colours;
  if (!list.has_colours) list.classes.palette = voc_palette(static_cast<int>(count));
  return list;
}

}  // namespace pixelwise
