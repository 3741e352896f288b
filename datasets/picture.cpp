#include "datasets/picture.h"

#include <algorithm>
#include <cstring>

#include "base/check.h"
#include "datasets/exif.h"
#include "datasets/jpeg_file.h"
#include "datasets/orientation.h"
#include "datasets/png_file.h"
#include "datasets/pnm_file.h"
#include "datasets/stb_file.h"
#include "datasets/tiff_file.h"
#include "datasets/webp_file.h"

namespace pixelwise {
namespace {

bool is_png(const std::string& bytes) { return bytes.starts_with("\x89PNG"); }
bool is_jpeg(const std::string& bytes) { return bytes.starts_with("\xFF\xD8"); }
bool is_bmp(const std::string& bytes) { return bytes.starts_with("BM"); }

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

// Formats that people have and that are not read, by what stands at a place of the file.
const char* known_stranger(const std::string& bytes) {
  constexpr struct {
    std::size_t at;
    const char* mark;
    const char* name;
  } kStrangers[] = {
      {0, "GIF8", "a GIF"},
      {4, "ftypavif", "an AVIF"},
      {4, "ftypheic", "a HEIC (a phone's high-efficiency photograph)"},
      {4, "ftypheix", "a HEIC (a phone's high-efficiency photograph)"},
      {4, "ftypmif1", "a HEIF"},
      {4, "JXL ", "a JPEG XL"},
      {0, "\xFF\x0A", "a JPEG XL"},
      {4, "jP  ", "a JPEG 2000"},
      {0, "8BPS", "a Photoshop document"},
      {0, "v/1\x01", "an OpenEXR image"},
      {0, "%PDF", "a PDF document"},
      {0, "<svg", "an SVG drawing"},
      {0, "<?xml", "an XML text (an SVG drawing?)"},
      {0, "P1", "a PBM written as text"},
      {0, "P2", "a PGM written as text"},
      {0, "P3", "a PPM written as text"},
      {0, "P4", "a PBM (1 bit a pixel)"},
      {0, "P7", "a PAM"},
      {0, "Pf", "a PFM (floating point)"},
      {0, "PF", "a PFM (floating point)"},
  };
  for (const auto& [at, mark, name] : kStrangers) {
    if (bytes.size() >= at && bytes.compare(at, std::strlen(mark), mark) == 0) return name;
  }
  return nullptr;
}

[[noreturn]] void fail_unknown(const std::string& path, const std::string& bytes) {
  if (bytes.empty()) fail_file(path, "is empty; expected a ", kPictureFormats, " image");
  const char* name = known_stranger(bytes);
  fail_file(path, "not an image that can be read; expected ", kPictureFormats, ", ",
            name != nullptr ? text("this is ", name, ": save it as PNG, or a photograph as JPEG")
                            : text("found the first bytes ", first_bytes(bytes)));
}

Picture from_png(Png png) {
  Picture picture;
  picture.values.width = png.width;
  picture.values.height = png.height;
  picture.values.channels = png.channels;
  picture.values.pixels = std::move(png.values);
  picture.bits = png.bit_depth;
  picture.largest = png.bit_depth < 8 ? (1 << png.bit_depth) - 1 : 255;
  picture.palette = std::move(png.palette);
  return picture;
}

Picture from_tiff(Tiff tiff) {
  Picture picture;
  picture.values = std::move(tiff.image);
  picture.bits = tiff.bit_depth;
  picture.largest = tiff.bit_depth < 8 ? (1 << tiff.bit_depth) - 1 : 255;
  picture.palette = std::move(tiff.palette);
  return picture;
}

Picture from_pnm(Pnm pnm) {
  Picture picture;
  picture.values = std::move(pnm.image);
  picture.bits = pnm.largest > 255 ? 16 : 8;
  picture.largest = std::min(pnm.largest, 255);
  return picture;
}

Picture from_webp(WebP webp) {
  Picture picture;
  picture.values = std::move(webp.image);
  picture.lossy = webp.lossy;
  return picture;
}

Picture decode_as_stored(const std::string& path, const std::string& bytes) {
  if (is_png(bytes)) return from_png(decode_png(path, bytes));
  if (is_tiff(bytes)) return from_tiff(decode_tiff(path, bytes));
  if (is_pnm(bytes)) return from_pnm(decode_pnm(path, bytes));
  if (is_webp(bytes)) return from_webp(decode_webp(path, bytes));
  Picture picture;
  picture.lossy = is_jpeg(bytes);
  if (is_jpeg(bytes)) {
    picture.values = decode_jpeg(path, bytes);
  } else if (is_bmp(bytes)) {
    picture.values = decode_with_stb(path, bytes);
  } else {
    fail_unknown(path, bytes);
  }
  return picture;
}

std::pair<int, int> size_as_stored(const std::string& path, const std::string& bytes) {
  if (is_png(bytes)) return read_png_size(path, bytes);
  if (is_tiff(bytes)) return read_tiff_size(path, bytes);
  if (is_pnm(bytes)) return read_pnm_size(path, bytes);
  if (is_webp(bytes)) return read_webp_size(path, bytes);
  if (is_jpeg(bytes)) return read_jpeg_size(path, bytes);
  if (is_bmp(bytes)) return size_with_stb(path, bytes);
  fail_unknown(path, bytes);
}

// Of a TIFF, orientation is a tag like others, and tiff_file.h has seen to it.
int orientation_of(const std::string& path, const std::string& bytes) {
  return is_tiff(bytes) ? 1 : exif_orientation(path, bytes);
}

}  // namespace

Picture decode_picture(const std::string& path, const std::string& bytes) {
  Picture picture = decode_as_stored(path, bytes);
  picture.values = upright(std::move(picture.values), orientation_of(path, bytes));
  return picture;
}

std::pair<int, int> picture_size(const std::string& path, const std::string& bytes) {
  const auto [width, height] = size_as_stored(path, bytes);
  return swaps_sides(orientation_of(path, bytes)) ? std::pair(height, width)
                                                  : std::pair(width, height);
}

Image colours_of(const std::string& path, Picture picture) {
  if (picture.palette.empty()) {
    const int largest = picture.largest;
    if (largest != 255) {
      for (std::uint8_t& v : picture.values.pixels) {
        v = static_cast<std::uint8_t>((v * 255 + largest / 2) / largest);
      }
    }
    return std::move(picture.values);
  }
  Image image(picture.values.width, picture.values.height, 3);
  std::uint8_t* out = image.pixels.data();
  for (const std::uint8_t index : picture.values.pixels) {
    if (index >= picture.palette.size()) {
      fail_file(path, "damaged: palette index ", int{index}, " in a palette of ",
                picture.palette.size(), " colours");
    }
    const Colour colour = picture.palette[index];
    *out++ = colour.r;
    *out++ = colour.g;
    *out++ = colour.b;
  }
  return image;
}

}  // namespace pixelwise
