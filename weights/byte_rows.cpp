#include "weights/byte_rows.h"

#include <algorithm>
#include <cstdio>

#include "base/check.h"
#include "base/counted.h"

namespace pixelwise {
namespace {

constexpr std::size_t kLineWidth = 80;
constexpr std::size_t kLeastWords = 20;  // where offsets and names take most of a line
constexpr std::size_t kHexWidth = 17;    // "58 0c 00 00 00..."
constexpr std::size_t kBytesShown = 5;
constexpr std::size_t kNameWidth = 12;
constexpr std::int64_t kNumbersShown = 3;

std::string padded(std::string cell, std::size_t width) {
  if (cell.size() < width) cell.append(width - cell.size(), ' ');
  return cell;
}

std::string right(const std::string& cell, std::size_t width) {
  return std::string(width - std::min(width, cell.size()), ' ') + cell;
}

std::string hex(std::string_view bytes) {
  std::string digits;
  for (const char byte : bytes.substr(0, kBytesShown)) {
    char two[4];
    std::snprintf(two, sizeof two, "%02x", static_cast<unsigned>(byte) & 0xffU);
    digits += (digits.empty() ? "" : " ") + std::string(two);
  }
  return bytes.size() > kBytesShown ? digits + "..." : digits;
}

// The place of element `i`, counted row by row, in values from the first one. Its index too.
std::int64_t place_of(const StoredArray& array, std::int64_t i, std::vector<std::int64_t>& index) {
  std::int64_t place = 0, row_by_row = 1;
  index.assign(array.shape.size(), 0);
  for (std::size_t axis = array.shape.size(); axis-- > 0;) {
    index[axis] = i % array.shape[axis];
    i /= array.shape[axis];
    place += index[axis] * (array.strides.empty() ? row_by_row : array.strides[axis]);
    row_by_row *= array.shape[axis];
  }
  return place;
}

// One value by the reader of all formats. It has no axes, so its strides do not matter.
std::string decoded(const std::string& path, const StoredArray& array, ByteSource& source,
                    std::int64_t begin) {
  StoredArray one = array;
  one.shape = {1};
  one.strides = {1};
  one.begin = begin;
  WeightCollector collector(path, "", source.size());
  collector.add(one, source);
  return text(collector.take().tensors.begin()->second(0));
}

}  // namespace

std::string cut_text(std::string_view text, std::size_t most) {
  std::string shown(text.substr(0, most));
  std::replace_if(
      shown.begin(), shown.end(), [](unsigned char c) { return c < 32 || c > 126; }, '?');
  return text.size() > most ? shown + "..." : shown;
}

std::string list_text(const std::vector<std::int64_t>& numbers) {
  std::string list;
  for (const std::int64_t number : numbers) list += text(list.empty() ? "" : ", ", number);
  return "[" + list + "]";
}

ByteRows::ByteRows(std::ostream& out, std::string_view bytes)
    : out_(out),
      bytes_(bytes),
      offset_width_(std::max<std::size_t>(6, std::to_string(bytes.size()).size())) {}

void ByteRows::wrapped(std::string line, std::size_t indent, const std::string& words) {
  line.resize(std::max(line.size(), indent), ' ');
  std::string_view left = words;
  while (true) {
    const std::size_t room = kLineWidth - std::min(line.size(), kLineWidth - kLeastWords);
    std::size_t end = left.size();
    if (end > room) {
      const std::size_t space = left.substr(0, room + 1).rfind(' ');
      end = space == std::string_view::npos || space == 0 ? room : space;
    }
    line += left.substr(0, end);
    line.erase(line.find_last_not_of(' ') + 1);
    out_ << line << "\n";
    left.remove_prefix(end);
    left.remove_prefix(std::min(left.find_first_not_of(' '), left.size()));
    if (left.empty()) return;
    line.assign(indent, ' ');
  }
}

void ByteRows::title(const std::string& words) {
  out_ << "\n";
  wrapped("", 0, words);
}

void ByteRows::note(const std::string& words) { wrapped("", 2, words); }

void ByteRows::heads(const std::string& name, bool with_height) {
  std::string line = right("offset", offset_width_) + "  " + padded("bytes", kHexWidth + 1);
  line += padded(name, kNameWidth) + (with_height ? " stack  what it does" : "");
  wrapped("", 0, line);
}

void ByteRows::row(const FileRange& range, const std::string& name, const std::string& words,
                   std::optional<std::size_t> height) {
  const std::string_view part = bytes_.substr(static_cast<std::size_t>(range.begin),
                                              static_cast<std::size_t>(range.end - range.begin));
  std::string line = right(std::to_string(range.begin), offset_width_) + "  ";
  line += padded(hex(part), kHexWidth + 1) + padded(name, kNameWidth) + " ";
  std::size_t indent = offset_width_ + 2 + kHexWidth + 1 + kNameWidth + 1;
  if (height) {
    line += right(std::to_string(*height), 5) + "  ";
    indent += 7;
  }
  wrapped(line, indent, words);
}

void ByteRows::numbers(const std::string& path, const StoredArray& array, ByteSource& source,
                       std::int64_t source_begin) {
  const std::optional<std::int64_t> elements = checked_elements(array.shape);
  if (!elements) fail_file(path, "tensor ", shown_name(array.name), " has an impossible shape");
  if (!lies_inside(array, *elements, source.size())) {
    fail_file(path, "tensor ", shown_name(array.name), " of ", *elements, " values at byte ",
              array.begin, " is not inside its ", source.size(), " bytes; is the file damaged?");
  }
  const std::int64_t size = bytes_per_value(array.type);
  std::vector<std::int64_t> index;
  for (std::int64_t i = 0; i < std::min(*elements, kNumbersShown); ++i) {
    const std::int64_t begin = array.begin + place_of(array, i, index) * size;
    row({source_begin + begin, source_begin + begin + size}, list_text(index),
        decoded(path, array, source, begin));
  }
  if (*elements > kNumbersShown) {
    note(text("... ", counted(*elements - kNumbersShown, "more number"), " of ", size, " bytes"));
  }
}

}  // namespace pixelwise
