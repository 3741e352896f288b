// PNG through libpng, with the values as they stand in the file: stb would turn a palette into RGB
// and lose the class ids. A build without libpng has no_png.cpp: stb, and no palettes.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "datasets/palette.h"

namespace pixelwise {

/// What a PNG file holds.
struct Png {
  int width = 0;
  int height = 0;
  int bit_depth = 0;  // in the file: 1, 2, 4, 8 or 16
  int channels = 0;   // 1 (grey values, or palette indices) or 3 (RGB); alpha is dropped
  Palette palette;    // empty unless the values are palette indices
  /// height * width * channels values. Values of 1, 2 and 4 bits stay as they are (a 1-bit image
  /// holds 0 and 1); values of 16 bits are scaled to 8.
  std::vector<std::uint8_t> values;
};

/// False in a build without libpng. Then decode_png refuses a palette and verifies no checksum, and
/// encode_png writes the indices of a palette as grey values.
bool has_libpng();

/// Decodes the bytes of a PNG file. Throws std::runtime_error naming `path` if they are truncated
/// or damaged (every checksum is verified).
Png decode_png(const std::string& path, const std::string& bytes);

/// Width and height alone, from the header. Errors as above.
std::pair<int, int> read_png_size(const std::string& path, const std::string& bytes);

/// The bytes of an 8-bit PNG file: grey for 1 channel, with palette if one is given, RGB for 3.
/// `bit_depth` is ignored. Throws std::invalid_argument if sizes do not fit together.
std::string encode_png(const Png& png);

/// Throws as encode_png does.
void check_png(const Png& png);

}  // namespace pixelwise
