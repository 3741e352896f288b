#include "tests/damaged/damage.h"

#include <algorithm>
#include <array>
#include <sstream>
#include <vector>

namespace pixelwise {
namespace {

// A place in the file. Half of them are near its beginning: headers are there.
std::size_t place(const std::string& bytes, Rng& random) {
  const std::size_t size = bytes.size();
  const std::size_t range = random.chance(0.5) ? std::min<std::size_t>(size, 256) : size;
  return random.below(range);
}

// The length of a piece that begins there: short ones more often than long ones.
std::size_t length(const std::string& bytes, std::size_t begin, Rng& random) {
  const std::size_t limit = std::size_t{1} << random.below(13);
  return std::min(bytes.size() - begin, 1 + static_cast<std::size_t>(random.below(limit)));
}

void replace_number(std::string& bytes, Rng& random) {
  constexpr std::array<std::uint32_t, 8> kNumbers = {0,       1,          0x7FFF,     0xFFFF,
                                                     0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF};
  const std::uint32_t number = kNumbers.at(random.below(kNumbers.size()));
  const std::size_t begin = place(bytes, random);
  const bool big_endian = random.chance(0.5);
  for (std::size_t i = 0; i < 4 && begin + i < bytes.size(); ++i) {
    const std::size_t shift = 8 * (big_endian ? 3 - i : i);
    bytes[begin + i] = static_cast<char>(number >> shift);
  }
}

void damage_once(std::string& bytes, const std::string& other, Rng& random) {
  if (bytes.empty()) {
    bytes = other.substr(0, random.below(other.size() + 1));
    return;
  }
  const std::size_t begin = place(bytes, random);
  switch (random.below(7)) {
    case 0:
      bytes[begin] = static_cast<char>(bytes[begin] ^ (1 << random.below(8)));
      break;
    case 1:
      bytes[begin] = "\x00\x01\x7F\x80\xFE\xFF {"[random.below(8)];
      break;
    case 2:
      replace_number(bytes, random);
      break;
    case 3:
      bytes.resize(begin);
      break;
    case 4:
      bytes.erase(begin, length(bytes, begin, random));
      break;
    case 5:
      bytes.insert(begin, bytes.substr(begin, length(bytes, begin, random)));
      break;
    default:
      if (!other.empty()) {
        const std::size_t from = place(other, random);
        const std::string piece = other.substr(from, length(other, from, random));
        bytes.replace(begin, std::min(piece.size(), bytes.size() - begin), piece);
      }
  }
}

}  // namespace

std::string damaged(std::string bytes, const std::string& other, Rng& random) {
  for (std::uint64_t i = 1 + random.below(3); i > 0; --i) damage_once(bytes, other, random);
  return bytes;
}

std::string damaged_text(const std::string& text, Rng& random) {
  static const std::vector<std::string> kOdd = {"",
                                                " ",
                                                "\t",
                                                "#",
                                                "-1",
                                                "256",
                                                "1e9",
                                                "nan",
                                                "background",
                                                "a\tb",
                                                "\xFF",
                                                "\0",
                                                "é",
                                                "\xE9",
                                                "\xEF\xBB\xBF",
                                                "\r",
                                                "0 0 0",
                                                "{}",
                                                "[[[[",
                                                "\"",
                                                "99999999999999999999",
                                                std::string(5000, 'x')};
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  for (std::uint64_t i = 1 + random.below(3); i > 0 && !lines.empty(); --i) {
    const std::size_t at = random.below(lines.size()), other = random.below(lines.size());
    const std::string& odd = kOdd[random.below(kOdd.size())];
    switch (random.below(6)) {
      case 0:
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(at));
        break;
      case 1:
        lines.push_back(lines[at]);
        break;
      case 2:
        std::swap(lines[at], lines[other]);
        break;
      case 3:
        lines[at] += lines[other];
        break;
      case 4:
        lines[at] = odd;
        break;
      default:
        lines[at].insert(random.below(lines[at].size() + 1), odd);
    }
  }
  std::string result;
  for (const std::string& line : lines) result += line + (random.chance(0.05) ? "\r\n" : "\n");
  return result;
}

}  // namespace pixelwise
