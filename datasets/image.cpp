#include "datasets/image.h"

#include <stb/stb_image.h>

#include <algorithm>
#include <cctype>
#include <climits>
#include <filesystem>
#include <memory>

#include "base/atomic_file.h"
#include "base/check.h"
#include "base/read_file.h"
#include "datasets/png_file.h"
#include "datasets/precheck.h"
#include "datasets/tiff_file.h"

namespace pixelwise {
namespace {

constexpr const char* kReadable = "PNG, JPEG, BMP, TIFF or binary PGM/PPM";

bool is_png(const std::string& bytes) { return bytes.starts_with("\x89PNG"); }

bool stb_reads(const std::string& bytes) {
  return bytes.starts_with("\xFF\xD8") || bytes.starts_with("BM") || bytes.starts_with("P5") ||
         bytes.starts_with("P6");
}

std::string first_bytes(const std::string& bytes) {
  constexpr const char* kDigits = "0123456789abcdef";
  std::string hex;
  for (std::size_t i = 0; i < std::min<std::size_t>(bytes.size(), 4); ++i) {
    const unsigned value = static_cast<unsigned char>(bytes[i]);
    hex += {kDigits[value / 16], kDigits[value % 16], ' '};
  }
  if (!hex.empty()) hex.pop_back();
  return hex;
}

std::string read_image_bytes(const std::string& path) {
  std::string bytes = read_file(path);
  if (bytes.empty()) fail_file(path, "is empty; expected a ", kReadable, " image");
  if (!is_png(bytes) && !is_tiff(bytes) && !stb_reads(bytes)) {
    const bool ascii = bytes.starts_with("P2") || bytes.starts_with("P3");
    fail_file(path, "not an image that can be read; expected ", kReadable,
              ascii ? ", and this PGM/PPM is written as text"
                    : text(", found the first bytes ", first_bytes(bytes)));
  }
  return bytes;
}

// The values of a PNG as colours: palette looked up, few bits spread over 0 to 255.
Image to_image(const std::string& path, const Png& png) {
  Image image(png.width, png.height, png.palette.empty() ? png.channels : 3);
  if (png.palette.empty()) {
    const int scale = png.bit_depth < 8 ? 255 / ((1 << png.bit_depth) - 1) : 1;
    std::transform(png.values.begin(), png.values.end(), image.pixels.begin(),
                   [scale](std::uint8_t v) { return static_cast<std::uint8_t>(v * scale); });
    return image;
  }
  std::uint8_t* out = image.pixels.data();
  for (const std::uint8_t index : png.values) {
    if (index >= png.palette.size()) {
      fail_file(path, "damaged PNG: palette index ", int{index}, " in a palette of ",
                png.palette.size(), " colours");
    }
    const Colour colour = png.palette[index];
    *out++ = colour.r;
    *out++ = colour.g;
    *out++ = colour.b;
  }
  return image;
}

Image decode_with_stb(const std::string& path, const std::string& bytes) {
  const std::string damage = find_damage(bytes);
  if (!damage.empty()) fail_file(path, "damaged image: ", damage);
  if (bytes.size() > INT_MAX) fail_file(path, "larger than 2 GB; expected an image");
  const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
  const int length = static_cast<int>(bytes.size());
  int width = 0, height = 0, in_file = 0;
  if (stbi_info_from_memory(data, length, &width, &height, &in_file) == 0) {
    fail_file(path, "damaged image: ", stbi_failure_reason());
  }
  // A JPEG block of 64 pixels takes at least a bit, and a chroma block may span four of them.
  if (1.0 * width * height > 2048.0 * static_cast<double>(bytes.size())) {
    fail_file(path, "damaged image: its header promises ", width, "x", height,
              " pixels, more than its ", bytes.size(), " bytes can hold");
  }
  const int channels = in_file <= 2 ? 1 : 3;
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_memory(data, length, &width, &height, &in_file, channels), stbi_image_free);
  if (pixels == nullptr) fail_file(path, "damaged image: ", stbi_failure_reason());
  Image image(width, height, channels);
  std::copy_n(pixels.get(), image.pixels.size(), image.pixels.begin());
  return image;
}

}  // namespace

Image with_channels(Image image, int channels) {
  require((channels == 1 || channels == 3) && (image.channels == 1 || image.channels == 3),
          "with_channels: cannot turn ", image.channels, " channels into ", channels,
          "; 1 (grey) and 3 (RGB) are possible");
  if (image.channels == channels) return image;
  Image result(image.width, image.height, channels);
  const std::size_t count = image.pixels.size() / static_cast<std::size_t>(image.channels);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t* in = image.pixels.data() + i * static_cast<std::size_t>(image.channels);
    if (channels == 3) {
      std::fill_n(result.pixels.data() + 3 * i, 3, in[0]);
    } else {
      result.pixels[i] =
          static_cast<std::uint8_t>((299 * in[0] + 587 * in[1] + 114 * in[2] + 500) / 1000);
    }
  }
  return result;
}

Image read_image(const std::string& path, int channels) {
  const std::string bytes = read_image_bytes(path);
  Image image = is_png(bytes)    ? to_image(path, decode_png(path, bytes))
                : is_tiff(bytes) ? decode_tiff(path, bytes).image
                                 : decode_with_stb(path, bytes);
  return with_channels(std::move(image), channels);
}

std::pair<int, int> read_image_size(const std::string& path) {
  const std::string bytes = read_image_bytes(path);
  if (is_png(bytes)) return read_png_size(path, bytes);
  if (is_tiff(bytes)) return read_tiff_size(path, bytes);
  int width = 0, height = 0, channels = 0;
  const auto* data = reinterpret_cast<const stbi_uc*>(bytes.data());
  const int length = static_cast<int>(std::min<std::size_t>(bytes.size(), INT_MAX));
  if (stbi_info_from_memory(data, length, &width, &height, &channels) == 0) {
    fail_file(path, "damaged image: ", stbi_failure_reason());
  }
  return {width, height};
}

bool is_image_name(const std::string& path) {
  std::string extension = std::filesystem::path(path).extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  constexpr const char* kExtensions[] = {".png", ".jpg",  ".jpeg", ".bmp",
                                         ".tif", ".tiff", ".pgm",  ".ppm"};
  return std::find(std::begin(kExtensions), std::end(kExtensions), extension) !=
         std::end(kExtensions);
}

void write_png(const std::string& path, const Image& image) {
  const Png png{image.width, image.height, 8, image.channels, {}, image.pixels};
  const std::string bytes = encode_png(png);
  write_file_atomically(path, [&](std::ostream& out) { out << bytes; });
}

}  // namespace pixelwise
