// TIFF through libtiff: the format of microscopes and scanners. One image a file, grey or RGB.
#pragma once

#include <string>
#include <utility>

#include "datasets/palette.h"
#include "datasets/sample.h"

namespace pixelwise {

/// What a TIFF file holds.
struct Tiff {
  int bit_depth = 0;  // in the file: 1, 2, 4, 8 or 16
  Image image;        // grey or RGB, upright; values of 16 bits are scaled to 8, those of fewer
                      // than 8 stay as they are
  Palette palette;    // if not empty, the values are indices into it
};

/// True if the bytes begin as a TIFF file does, in either byte order, BigTIFF included.
inline bool is_tiff(const std::string& bytes) {
  const std::string start = bytes.substr(0, 4);
  return start == std::string("II*\0", 4) || start == std::string("MM\0*", 4) ||
         start == std::string("II+\0", 4) || start == std::string("MM\0+", 4);
}

/// False in a build without libtiff (no_tiff.cpp), which reads no TIFF image.
bool has_libtiff();

/// Decodes the bytes of a TIFF file: grey of 1, 2, 4, 8 or 16 bits (also with white as 0), indices
/// into a palette, RGB of 8 or 16 bits; in strips or tiles, colours together or in planes, any
/// orientation; uncompressed or compressed by LZW, Deflate or PackBits. Values of 16 bits become
/// round(255 v / 65535). Alpha is dropped; colours that were multiplied by it are divided again.
/// Throws std::runtime_error naming `path` and the reason for anything else, if the bytes are
/// truncated or damaged, and before allocating if the header promises more pixels than they can
/// hold.
Tiff decode_tiff(const std::string& path, const std::string& bytes);

/// Width and height of the upright image alone, from the header. Errors as above.
std::pair<int, int> read_tiff_size(const std::string& path, const std::string& bytes);

}  // namespace pixelwise
