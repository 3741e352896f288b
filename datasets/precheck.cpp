#include "datasets/precheck.h"

#include <algorithm>
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

// A segment DHT holds tables: a byte, how many codes there are of 1 to 16 bits, the values. There
// are at most 256 codes, and the codes of a length must fit: every code of L bits uses 2^-L of what
// there is, and all together no more than there is (ITU T.81, annex C).
bool are_huffman_tables_sound(const std::string& bytes, std::size_t begin, std::size_t end) {
  while (begin < end) {
    std::uint64_t codes = 0, used = 0;
    for (std::size_t length = 1; length <= 16; ++length) {
      codes += byte_at(bytes, begin + length);
      used += byte_at(bytes, begin + length) << (16 - length);
    }
    if (codes > 256 || used > 1U << 16) return false;
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

// Frame headers SOF0 to SOF15, but for DHT (C4), JPG (C8) and DAC (CC).
bool is_frame(std::uint64_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// Four colours and no segment APP14 (EE) of Adobe before them: stb takes them for YCbCr and alpha.
bool has_four_colours_without_marker(const std::string& bytes) {
  for (std::size_t i = 2; i + 9 < bytes.size();) {
    const std::uint64_t marker = byte_at(bytes, i + 1);
    if (byte_at(bytes, i) != 0xFF || marker == 0xFF) {
      ++i;
      continue;
    }
    if (marker == 0xEE || marker == 0xDA) return false;
    if (is_frame(marker)) return byte_at(bytes, i + 9) == 4;
    i += 2 + (byte_at(bytes, i + 2) << 8 | byte_at(bytes, i + 3));
  }
  return false;
}

// What the header of a BMP says (the old kind, of OS/2, has fields of 2 bytes).
struct Bmp {
  bool old_header;
  std::uint64_t offset, header, width, height, bits, compression;
  std::uint64_t row_bytes;
};

Bmp read_bmp_header(const std::string& bytes) {
  Bmp b{};
  b.offset = little_endian(bytes, 10, 4);
  b.header = little_endian(bytes, 14, 4);
  b.old_header = b.header == 12;
  const int size = b.old_header ? 2 : 4;
  b.width = little_endian(bytes, 18, size);
  const std::uint64_t height = little_endian(bytes, b.old_header ? 20 : 22, size);
  b.bits = little_endian(bytes, b.old_header ? 24 : 28, 2);
  b.compression = b.old_header ? 0 : little_endian(bytes, 30, 4);
  const bool top_down = !b.old_header && height >= 0x80000000U;
  b.height = top_down ? 0x100000000U - height : height;
  b.row_bytes = (b.width * b.bits + 31) / 32 * 4;
  return b;
}

// The largest index that stands in the rows of a BMP of 1, 4 or 8 bits, the first pixel of a byte
// in its high bits.
std::uint64_t largest_index(const std::string& bytes, const Bmp& b) {
  const std::uint64_t per_byte = 8 / b.bits, mask = (1U << b.bits) - 1;
  std::uint64_t largest = 0;
  for (std::uint64_t y = 0; y < b.height; ++y) {
    for (std::uint64_t x = 0; x < b.width; ++x) {
      const std::uint64_t byte = byte_at(bytes, b.offset + y * b.row_bytes + x / per_byte);
      largest = std::max(largest, byte >> (8 - b.bits * (x % per_byte + 1)) & mask);
    }
  }
  return largest;
}

// Uncompressed: rows of whole 4-byte words begin at the offset that stands at byte 10; the palette
// fills what is between them and the header.
std::string damage_in_bmp(const std::string& bytes) {
  const Bmp b = read_bmp_header(bytes);
  if (b.compression == 1 || b.compression == 2) return {};  // refused for that, later
  if (b.row_bytes != 0 && b.height > UINT64_MAX / 2 / b.row_bytes) return "its header is damaged";
  std::string shortage = too_short(b.offset + b.height * b.row_bytes, bytes);
  if (!shortage.empty() || (b.bits != 1 && b.bits != 4 && b.bits != 8)) return shortage;
  const std::uint64_t begin = 14 + b.header;
  const std::uint64_t colours = b.offset < begin ? 0 : (b.offset - begin) / (b.old_header ? 3 : 4);
  const std::uint64_t index = largest_index(bytes, b);
  if (index < colours) return {};
  return text("palette index ", index, " in a palette of ", colours, " colours");
}

}  // namespace

std::string find_damage(const std::string& bytes) {
  if (bytes.starts_with("\xFF\xD8")) return damage_in_jpeg(bytes);
  if (bytes.starts_with("BM")) return damage_in_bmp(bytes);
  return {};
}

std::string find_what_stb_gets_wrong(const std::string& bytes) {
  if (bytes.starts_with("\xFF\xD8")) {
    return has_four_colours_without_marker(bytes)
               ? "a JPEG of four inks (CMYK) without Adobe's marker is not read; save it as RGB"
               : "";
  }
  const Bmp b = read_bmp_header(bytes);
  if (b.compression == 1 || b.compression == 2) {
    return "a compressed (RLE) BMP is not read; save it as PNG";
  }
  if (b.compression == 4 || b.compression == 5) {
    return "a BMP that holds a JPEG or PNG is not read; save it as PNG";
  }
  if (b.bits == 16) return "a BMP of 16 bits a pixel is not read; save it as PNG";
  return {};
}

// A block of 64 pixels takes at least a bit, and a chroma block may span four of them.
void require_believable_jpeg_size(const std::string& path, const std::string& bytes, int width,
                                  int height) {
  if (1.0 * width * height <= 2048.0 * static_cast<double>(bytes.size())) return;
  fail_file(path, "damaged image: its header promises ", width, "x", height,
            " pixels, more than its ", bytes.size(), " bytes can hold");
}

}  // namespace pixelwise
