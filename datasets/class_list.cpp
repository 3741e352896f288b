#include "datasets/class_list.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <sstream>
#include <tuple>
#include <vector>

#include "base/check.h"
#include "datasets/text_lines.h"

namespace pixelwise {
namespace {

constexpr const char* kExpected = "expected 'name' or 'name R G B' on every line";

struct Line {
  std::string name;
  std::vector<int> numbers;  // none, one (void N) or three (a colour)
};

std::optional<int> to_number(const std::string& word) {
  int value = 0;
  const char* end = word.data() + word.size();
  const auto [rest, error] = std::from_chars(word.data(), end, value);
  if (error != std::errc() || rest != end) return std::nullopt;
  return value;
}

// Up to three numbers at the end of the line are a colour, the words before them the name. One
// number belongs to the name ("class 7"), unless the name is void.
Line parse_line(const std::string& path, const TextLine& source) {
  std::vector<std::string> words;
  std::istringstream in(source.text);
  for (std::string word; in >> word;) words.push_back(word);
  Line line;
  while (!words.empty() && line.numbers.size() < 3) {
    const std::optional<int> number = to_number(words.back());
    if (!number) break;
    line.numbers.insert(line.numbers.begin(), *number);
    words.pop_back();
  }
  const bool is_void = words.size() == 1 && words[0] == "void";
  if (line.numbers.size() == 1 && !is_void) {
    words.push_back(std::to_string(line.numbers[0]));
    line.numbers.clear();
  }
  for (const std::string& word : words) line.name += (line.name.empty() ? "" : " ") + word;
  if (line.name.empty() || line.numbers.size() == 2) {
    fail_file(path, "line ", source.number, ": '", source.text, "' ",
              line.name.empty() ? "has no name" : "ends with two numbers, a colour has three", "; ",
              kExpected);
  }
  return line;
}

Colour to_colour(const std::string& path, int number, const std::vector<int>& rgb) {
  const auto [low, high] = std::minmax({rgb[0], rgb[1], rgb[2]});
  if (low < 0 || high > 255) {
    fail_file(path, "line ", number, ": colour ", rgb[0], " ", rgb[1], " ", rgb[2],
              " is outside 0 to 255");
  }
  return {static_cast<std::uint8_t>(rgb[0]), static_cast<std::uint8_t>(rgb[1]),
          static_cast<std::uint8_t>(rgb[2])};
}

// Adds the lines to a list, one by one, and remembers where everything stands.
class ListBuilder {
 public:
  explicit ListBuilder(const std::string& path) : path_(path) {}

  void add(const TextLine& source) {
    const Line line = parse_line(path_, source);
    const int number = source.number;
    if (const int earlier = line_of_name_.emplace(line.name, number).first->second;
        earlier != number) {
      fail_file(path_, "line ", number, ": '", line.name, "' stands in line ", earlier,
                " already; give every class a name of its own");
    }
    if (line.name == "void" && line.numbers.size() < 3) return add_void_number(number, line);
    const bool has_colour = line.numbers.size() == 3;
    if (has_colours_.value_or(has_colour) != has_colour) {
      fail_file(path_, "line ", number, ": '", line.name, "' has ",
                has_colour ? "a colour but earlier lines have none"
                           : "no colour but earlier lines have one",
                "; ", kExpected);
    }
    has_colours_ = has_colour;
    if (has_colour) {
      add_colour(number, line);
    } else {
      list_.classes.names.push_back(line.name);
    }
  }

  ClassList finish() {
    const std::size_t count = list_.classes.names.size();
    if (count == 0 || count > 255) fail_file(path_, count, " classes; expected 1 to 255 lines");
    list_.has_colours = *has_colours_;
    if (list_.has_colours && list_.void_number) {
      fail_file(path_, "line ", void_line_, ": 'void ", *list_.void_number,
                "' is a number, but the other lines have colours; write 'void R G B'");
    }
    if (list_.void_number && *list_.void_number < static_cast<int>(count)) {
      fail_file(path_, "line ", void_line_, ": 'void ", *list_.void_number,
                "' is the number of a class; there are ", count, ", 0 to ", count - 1);
    }
    if (!list_.has_colours) list_.classes.palette = voc_palette(static_cast<int>(count));
    return std::move(list_);
  }

 private:
  void add_void_number(int number, const Line& line) {
    if (line.numbers.empty() || line.numbers[0] < 0 || line.numbers[0] > 255) {
      fail_file(path_, "line ", number,
                ": 'void' is no class, it needs to say which pixels are void: 'void N' with "
                "their number (0 to 255), or 'void R G B' with their colour");
    }
    list_.void_number = line.numbers[0];
    void_line_ = number;
  }

  void add_colour(int number, const Line& line) {
    const Colour colour = to_colour(path_, number, line.numbers);
    const auto key = std::tuple(colour.r, colour.g, colour.b);
    if (const int earlier = line_of_colour_.emplace(key, number).first->second; earlier != number) {
      fail_file(path_, "line ", number, ": '", line.name, "' has the colour of line ", earlier,
                " (", line.numbers[0], " ", line.numbers[1], " ", line.numbers[2], ")");
    }
    if (line.name == "void") {
      list_.void_colour = colour;
    } else {
      list_.classes.names.push_back(line.name);
      list_.classes.palette.push_back(colour);
    }
  }

  const std::string& path_;
  ClassList list_;
  std::optional<bool> has_colours_;
  int void_line_ = 0;
  std::map<std::string, int> line_of_name_;
  std::map<std::tuple<int, int, int>, int> line_of_colour_;
};

}  // namespace

ClassList read_class_list(const std::string& path) {
  ListBuilder builder(path);
  for (const TextLine& line : read_text_lines(path)) {
    if (!line.text.starts_with('#')) builder.add(line);
  }
  return builder.finish();
}

}  // namespace pixelwise
