#include "datasets/precheck.h"

#include <algorithm>
#include <cctype>
#include <cstdint>

#include "base/check.h"

namespace pixelwise {
namespace {

std::uint64_t byte_at(const std::string& bytes, std::size_t i) {
  return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
}

std::uint64_t little_endian(const std::string& bytes, std::size_t i, int count) {
  std::uint64_t value = 0;
  for (int k = count; k-- > 0;)
    value = value << 8 | byte_at(bytes, i + static_cast<std::size_t>(k));
  return value;
}

std::string too_short(std::uint64_t needed, const std::string& bytes) {
  if (needed <= bytes.size()) return {};
  return text("truncated, its header promises ", needed, " bytes, there are ", bytes.size());
}

// A segment DHT holds tables: a byte, how many codes there are of 1 to 16 bits, the values.
bool are_huffman_tables_sound(const std::string& bytes, std::size_t begin, std::size_t end) {
  while (begin < end) {
    std::size_t codes = 0;
    for (std::size_t i = 1; i <= 16; ++i) codes += byte_at(bytes, begin + i);
    if (codes > 256) return false;
    begin += 17 + codes;
  }
  return begin == end;
}

// A JPEG file is a sequence of segments FF marker length ..., up to FFD9 (ITU T.81, annex B). Only
// after SOS (FFDA) follow coded bytes without a length; in them FF is followed by 00 or a restart
// marker D0-D7.
std::string damage_in_jpeg(const std::string& bytes) {
  std::size_t i = 2;
  while (i + 1 < bytes.size()) {
    const std::uint64_t marker = byte_at(bytes, i + 1);
    const bool coded =
        byte_at(bytes, i) != 0xFF || marker == 0 || (marker >= 0xD0 && marker <= 0xD7);
    if (marker == 0xD9 && !coded) return {};
    if (coded || marker == 0xFF) {
      ++i;
      continue;
    }
    const std::size_t end = i + 2 + (byte_at(bytes, i + 2) << 8 | byte_at(bytes, i + 3));
    if (marker == 0xC4 && !are_huffman_tables_sound(bytes, i + 4, end)) {
      return text("the Huffman table at byte ", i, " is damaged");
    }
    i = end;
  }
  return text("truncated, the end marker FFD9 is not among its ", bytes.size(), " bytes");
}

// Uncompressed: rows of whole 4-byte words begin at the offset that stands at byte 10.
std::string damage_in_bmp(const std::string& bytes) {
  const bool old_header = little_endian(bytes, 14, 4) == 12;
  const int size = old_header ? 2 : 4;
  const std::uint64_t width = little_endian(bytes, 18, size);
  const std::uint64_t height_field = little_endian(bytes, old_header ? 20 : 22, size);
  const std::uint64_t bits = little_endian(bytes, old_header ? 24 : 28, 2);
  const bool top_down = !old_header && height_field >= 0x80000000U;
  const std::uint64_t height = top_down ? 0x100000000U - height_field : height_field;
  const std::uint64_t row_bytes = (width * bits + 31) / 32 * 4;
  if (row_bytes != 0 && height > UINT64_MAX / 2 / row_bytes) return "its header is damaged";
  return too_short(little_endian(bytes, 10, 4) + height * row_bytes, bytes);
}

// "P5" or "P6", then width, height and largest value as decimal numbers, one white space, values.
std::string damage_in_pnm(const std::string& bytes) {
  std::uint64_t numbers[3] = {0, 0, 0};
  std::size_t i = 2;
  for (std::uint64_t& number : numbers) {
    while (i < bytes.size() && std::isdigit(static_cast<unsigned char>(bytes[i])) == 0) {
      i = bytes[i] == '#' ? std::min(bytes.find('\n', i), bytes.size()) : i + 1;
    }
    for (; i < bytes.size() && std::isdigit(static_cast<unsigned char>(bytes[i])) != 0; ++i) {
      number = number * 10 + (byte_at(bytes, i) - '0');
      if (number > 0xFFFFFFU) return "its header is damaged";
    }
  }
  if (i >= bytes.size()) return "its header is cut short";
  const std::uint64_t channels = bytes[1] == '6' ? 3 : 1;
  const std::uint64_t value_bytes = numbers[2] > 255 ? 2 : 1;
  return too_short(i + 1 + numbers[0] * numbers[1] * channels * value_bytes, bytes);
}

}  // namespace

std::string find_damage(const std::string& bytes) {
  if (bytes.starts_with("\xFF\xD8")) return damage_in_jpeg(bytes);
  if (bytes.starts_with("BM")) return damage_in_bmp(bytes);
  if (bytes.starts_with("P5") || bytes.starts_with("P6")) return damage_in_pnm(bytes);
  return {};
}

}  // namespace pixelwise
