#include "datasets/exif_block.h"

#include <cstdint>

namespace pixelwise {
namespace {

const std::string kPrefix("Exif\0\0", 6);

std::size_t byte_at(const std::string& bytes, std::size_t i) {
  return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
}

std::size_t big_endian(const std::string& bytes, std::size_t i, std::size_t count) {
  std::size_t value = 0;
  for (std::size_t k = 0; k < count; ++k) value = value << 8 | byte_at(bytes, i + k);
  return value;
}

std::size_t little_endian_32(const std::string& bytes, std::size_t i) {
  return byte_at(bytes, i) | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2) << 16 |
         byte_at(bytes, i + 3) << 24;
}

std::string without_prefix(const std::string& block) {
  return block.starts_with(kPrefix) ? block.substr(kPrefix.size()) : block;
}

// Segments FF marker length(2) ...; the first APP1 (E1) that begins with "Exif" is it. Nothing of
// it comes after the first scan (DA).
std::string in_jpeg(const std::string& bytes) {
  std::size_t i = 2;
  while (i + 3 < bytes.size()) {
    const std::size_t marker = byte_at(bytes, i + 1);
    if (byte_at(bytes, i) != 0xFF || marker == 0xFF) {
      ++i;
      continue;
    }
    if (marker == 0xDA || marker == 0xD9) return {};
    const std::size_t length = big_endian(bytes, i + 2, 2);
    if (marker == 0xE1 && length > 8 && bytes.compare(i + 4, 6, kPrefix) == 0) {
      return without_prefix(bytes.substr(i + 4, length - 2));
    }
    i += 2 + length;
  }
  return {};
}

// Chunks length(4) type(4) ... checksum(4).
std::string in_png(const std::string& bytes) {
  for (std::size_t i = 8; i + 8 <= bytes.size();) {
    const std::size_t length = big_endian(bytes, i, 4);
    if (bytes.compare(i + 4, 4, "eXIf") == 0) return without_prefix(bytes.substr(i + 8, length));
    i += length + 12;
  }
  return {};
}

// Chunks type(4) length(4, little-endian) ..., each filled up to an even number of bytes.
std::string in_webp(const std::string& bytes) {
  for (std::size_t i = 12; i + 8 <= bytes.size();) {
    const std::size_t length = little_endian_32(bytes, i + 4);
    if (bytes.compare(i, 4, "EXIF") == 0) return without_prefix(bytes.substr(i + 8, length));
    i += 8 + length + length % 2;
  }
  return {};
}

}  // namespace

std::string exif_block(const std::string& bytes) {
  if (bytes.starts_with("\xFF\xD8")) return in_jpeg(bytes);
  if (bytes.starts_with("\x89PNG")) return in_png(bytes);
  if (bytes.starts_with("RIFF") && bytes.compare(8, 4, "WEBP") == 0) return in_webp(bytes);
  return {};
}

}  // namespace pixelwise
