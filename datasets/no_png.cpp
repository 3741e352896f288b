// Stands in for png_file.cpp in a build without libpng: grey and RGB PNGs through stb. Palettes
// need libpng, because stb would turn class ids into colours. Checksums are not verified.
#include <algorithm>
#include <climits>
#include <cstring>
#include <memory>

#include "base/check.h"
#include "base/missing_library.h"
#include "datasets/png_file.h"

// A copy of stb for this file alone; the other formats are compiled in stb_implementation.cpp.
#define STBI_NO_STDIO
#define STBI_ONLY_PNG
#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#include <stb/stb_image.h>
#define STBI_WRITE_NO_STDIO
#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb/stb_image_write.h>

namespace pixelwise {
namespace {

// Where the header, always the first chunk, has the bits of a value and the kind of colours.
constexpr std::size_t kBitDepthAt = 24, kColourTypeAt = 25, kHeaderEnds = 33;
constexpr char kPaletteType = 3;
constexpr const char* kLastChunk = "IEND\xAE\x42\x60\x82";

[[noreturn]] void fail_damaged(const std::string& path, const char* reason) {
  fail_file(path, "damaged or truncated PNG: ", reason);
}

struct Header {
  int width = 0, height = 0, channels = 0, bit_depth = 0;
};

const stbi_uc* data_of(const std::string& bytes) {
  return reinterpret_cast<const stbi_uc*>(bytes.data());
}

Header read_header(const std::string& path, const std::string& bytes) {
  if (bytes.size() < kHeaderEnds) fail_damaged(path, "the file ends too early");
  if (bytes.size() > INT_MAX) fail_file(path, "larger than 2 GB; expected an image");
  if (bytes[kColourTypeAt] == kPaletteType) {
    fail_missing_library(path, "is a PNG with a palette", "libpng", "libpng-dev");
  }
  Header header;
  const int size = static_cast<int>(bytes.size());
  if (stbi_info_from_memory(data_of(bytes), size, &header.width, &header.height,
                            &header.channels) == 0) {
    fail_damaged(path, stbi_failure_reason());
  }
  header.channels = header.channels <= 2 ? 1 : 3;  // without alpha
  header.bit_depth = bytes[kBitDepthAt];
  return header;
}

// Values of 8 bits; those of 1, 2 and 4 bits as they stand in the file, which stb has scaled.
std::vector<std::uint8_t> read_8_bits(const std::string& path, const std::string& bytes,
                                      const Header& header) {
  int width = 0, height = 0, channels = 0;
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_memory(data_of(bytes), static_cast<int>(bytes.size()), &width, &height,
                            &channels, header.channels),
      stbi_image_free);
  if (pixels == nullptr) fail_damaged(path, stbi_failure_reason());
  const std::size_t count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height) *
                            static_cast<std::size_t>(header.channels);
  std::vector<std::uint8_t> values(pixels.get(), pixels.get() + count);
  if (header.bit_depth < 8) {
    const int scale = 255 / ((1 << header.bit_depth) - 1);
    for (std::uint8_t& value : values) value = static_cast<std::uint8_t>(value / scale);
  }
  return values;
}

// Values of 16 bits, scaled to 8 and rounded as libpng does it.
std::vector<std::uint8_t> read_16_bits(const std::string& path, const std::string& bytes,
                                       const Header& header) {
  int width = 0, height = 0, channels = 0;
  const std::unique_ptr<stbi_us, void (*)(void*)> pixels(
      stbi_load_16_from_memory(data_of(bytes), static_cast<int>(bytes.size()), &width, &height,
                               &channels, header.channels),
      stbi_image_free);
  if (pixels == nullptr) fail_damaged(path, stbi_failure_reason());
  std::vector<std::uint8_t> values(static_cast<std::size_t>(width) *
                                   static_cast<std::size_t>(height) *
                                   static_cast<std::size_t>(header.channels));
  std::transform(pixels.get(), pixels.get() + values.size(), values.begin(), [](unsigned value) {
    return static_cast<std::uint8_t>((value * 255 + 32895) >> 16);
  });
  return values;
}

void append(void* bytes, void* data, int size) {
  static_cast<std::string*>(bytes)->append(static_cast<const char*>(data),
                                           static_cast<std::size_t>(size));
}

}  // namespace

bool has_libpng() { return false; }

std::pair<int, int> read_png_size(const std::string& path, const std::string& bytes) {
  const Header header = read_header(path, bytes);
  return {header.width, header.height};
}

Png decode_png(const std::string& path, const std::string& bytes) {
  const Header header = read_header(path, bytes);
  if (bytes.find(kLastChunk) == std::string::npos) fail_damaged(path, "the file ends too early");
  Png png;
  png.width = header.width;
  png.height = header.height;
  png.channels = header.channels;
  png.bit_depth = header.bit_depth;
  png.values =
      png.bit_depth == 16 ? read_16_bits(path, bytes, header) : read_8_bits(path, bytes, header);
  return png;
}

// With a palette: the indices alone, as grey values, which read_mask reads as the same ids.
std::string encode_png(const Png& png) {
  check_png(png);
  std::string bytes;
  const int written = stbi_write_png_to_func(append, &bytes, png.width, png.height, png.channels,
                                             png.values.data(), png.width * png.channels);
  require_internal(written != 0, "encode_png: stb_image_write failed, out of memory?");
  return bytes;
}

}  // namespace pixelwise
