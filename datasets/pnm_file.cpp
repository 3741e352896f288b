#include "datasets/pnm_file.h"

#include <algorithm>
#include <cctype>

#include "base/check.h"

namespace pixelwise {
namespace {

struct Header {
  int width = 0, height = 0, largest = 0;
  std::size_t begin = 0;  // of the values
};

unsigned byte_at(const std::string& bytes, std::size_t i) {
  return static_cast<unsigned char>(bytes[i]);
}

// The decimal number at `i` or behind white space and comments (# to the end of the line).
int read_number(const std::string& path, const std::string& bytes, std::size_t& i) {
  while (i < bytes.size() && (std::isspace(byte_at(bytes, i)) != 0 || bytes[i] == '#')) {
    i = bytes[i] == '#' ? std::min(bytes.find('\n', i), bytes.size()) : i + 1;
  }
  if (i == bytes.size()) fail_file(path, "damaged image: its header is cut short");
  constexpr int kTooLarge = 1 << 24;
  int number = 0;
  const std::size_t begin = i;
  for (; i < bytes.size() && std::isdigit(byte_at(bytes, i)) != 0; ++i) {
    number = number * 10 + static_cast<int>(byte_at(bytes, i) - '0');
    if (number > kTooLarge) fail_file(path, "damaged image: a number of its header is too large");
  }
  if (i == begin) fail_file(path, "damaged image: its header holds no number at byte ", i);
  return number;
}

std::size_t channels_of(const std::string& bytes) { return bytes[1] == '6' ? 3 : 1; }

// "P5" or "P6", then width, height and largest value, one white space, values.
Header read_header(const std::string& path, const std::string& bytes) {
  Header h;
  h.begin = 2;
  for (int* number : {&h.width, &h.height, &h.largest}) *number = read_number(path, bytes, h.begin);
  ++h.begin;
  if (h.width < 1 || h.height < 1 || h.largest < 1 || h.largest > 65535) {
    fail_file(path, "damaged image: its header promises ", h.width, "x", h.height,
              " pixels with a largest value of ", h.largest, "; 1 to 65535 are possible");
  }
  const std::size_t needed = h.begin + static_cast<std::size_t>(h.width) *
                                           static_cast<std::size_t>(h.height) * channels_of(bytes) *
                                           (h.largest > 255 ? 2 : 1);
  if (needed > bytes.size()) {
    fail_file(path, "damaged image: truncated, its header promises ", needed, " bytes, there are ",
              bytes.size());
  }
  return h;
}

}  // namespace

bool is_pnm(const std::string& bytes) { return bytes.starts_with("P5") || bytes.starts_with("P6"); }

std::pair<int, int> read_pnm_size(const std::string& path, const std::string& bytes) {
  const Header h = read_header(path, bytes);
  return {h.width, h.height};
}

Pnm decode_pnm(const std::string& path, const std::string& bytes) {
  const Header h = read_header(path, bytes);
  Pnm pnm{h.largest, Image(h.width, h.height, static_cast<int>(channels_of(bytes)))};
  const bool wide = h.largest > 255;  // two bytes a value, the high one first
  for (std::size_t i = 0; i < pnm.image.pixels.size(); ++i) {
    const std::size_t at = h.begin + (wide ? 2 * i : i);
    const int value = static_cast<int>(wide ? byte_at(bytes, at) << 8 | byte_at(bytes, at + 1)
                                            : byte_at(bytes, at));
    if (value > h.largest) {
      fail_file(path, "damaged image: the value ", value, " at byte ", at,
                ", but the largest is said to be ", h.largest);
    }
    const int scaled = wide ? (value * 255 + h.largest / 2) / h.largest : value;
    pnm.image.pixels[i] = static_cast<std::uint8_t>(scaled);
  }
  return pnm;
}

}  // namespace pixelwise
