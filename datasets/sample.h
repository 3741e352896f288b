// What a data set is made of: an image, its mask, and the part (split) it belongs to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pixelwise {

/// An image of 8-bit pixels, [height, width, channels] in memory: row by row from the top, the
/// channels of a pixel together (RGB, or grey alone).
struct Image {
  int width = 0;
  int height = 0;
  int channels = 0;
  std::vector<std::uint8_t> pixels;  // height * width * channels

  Image() = default;
  /// All black.
  Image(int image_width, int image_height, int image_channels)
      : width(image_width),
        height(image_height),
        channels(image_channels),
        pixels(static_cast<std::size_t>(image_width) * static_cast<std::size_t>(image_height) *
               static_cast<std::size_t>(image_channels)) {}

  /// The first channel of a pixel; no bounds check.
  std::uint8_t* at(int x, int y) { return pixels.data() + offset(x, y); }
  const std::uint8_t* at(int x, int y) const { return pixels.data() + offset(x, y); }

 private:
  std::size_t offset(int x, int y) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
            static_cast<std::size_t>(x)) *
           static_cast<std::size_t>(channels);
  }
};

/// The truth: one class id per pixel, row by row; 255 (kVoidLabel) where there is none.
/// A 1x1 mask is the class of a whole image.
struct Mask {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> ids;  // height * width

  Mask() = default;
  /// All `id`.
  Mask(int mask_width, int mask_height, std::uint8_t id = 0)
      : width(mask_width),
        height(mask_height),
        ids(static_cast<std::size_t>(mask_width) * static_cast<std::size_t>(mask_height), id) {}

  /// The id of a pixel; no bounds check.
  std::uint8_t& at(int x, int y) { return ids[offset(x, y)]; }
  std::uint8_t at(int x, int y) const { return ids[offset(x, y)]; }

 private:
  std::size_t offset(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(x);
  }
};

/// One example: an image, its truth, and a name for messages and files written about it.
struct Sample {
  Image image;
  Mask mask;
  std::string name;
};

/// The part of a data set: what is learned from, or what is only measured on.
enum class Split { train, val };

/// "train" or "val".
inline const char* split_name(Split split) { return split == Split::train ? "train" : "val"; }

}  // namespace pixelwise
