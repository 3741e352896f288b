#include "datasets/image.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <initializer_list>

#include "base/atomic_file.h"
#include "base/check.h"
#include "base/read_file.h"
#include "datasets/picture.h"
#include "datasets/png_file.h"

namespace pixelwise {
namespace {

bool ends_like_one_of(const std::string& path, std::initializer_list<const char*> endings) {
  std::string extension = std::filesystem::path(path).extension().string();
  for (char& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return std::find(endings.begin(), endings.end(), extension) != endings.end();
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
  return with_channels(colours_of(path, decode_picture(path, read_file(path))), channels);
}

std::pair<int, int> read_image_size(const std::string& path) {
  return picture_size(path, read_file(path));
}

bool is_image_name(const std::string& path) {
  return ends_like_one_of(path, {".png", ".jpg", ".jpeg", ".jfif", ".webp", ".bmp", ".tif", ".tiff",
                                 ".pgm", ".ppm", ".pnm"});
}

bool is_unread_picture_name(const std::string& path) {
  return ends_like_one_of(path, {".gif", ".heic", ".heif", ".avif", ".jxl", ".jp2", ".j2k",
                                 ".svg", ".psd",  ".xcf",  ".tga",  ".exr", ".hdr", ".pbm",
                                 ".pam", ".pfm",  ".dng",  ".cr2",  ".cr3", ".nef", ".arw"});
}

void write_png(const std::string& path, const Image& image) {
  const Png png{image.width, image.height, 8, image.channels, {}, image.pixels};
  const std::string bytes = encode_png(png);
  write_file_atomically(path, [&](std::ostream& out) { out << bytes; });
}

}  // namespace pixelwise
