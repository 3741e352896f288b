// TIFF through libtiff: the format of microscopes and scanners. One image a file, grey or RGB.
#pragma once

#include <string>
#include <utility>

#include "datasets/sample.h"

namespace pixelwise {

/// What a TIFF file holds.
struct Tiff {
  int bit_depth = 0;  // in the file: 8 or 16
  Image image;        // grey or RGB, from the top; values of 16 bits are scaled to 8
};

/// True if the bytes begin as a TIFF file does, in either byte order, BigTIFF included.
inline bool is_tiff(const std::string& bytes) {
  const std::string start = bytes.substr(0, 4);
  return start == std::string("II*\0", 4) || start == std::string("MM\0*", 4) ||
         start == std::string("II+\0", 4) || start == std::string("MM\0+", 4);
}

/// False in a build without libtiff (no_tiff.cpp), which reads no TIFF image.
bool has_libtiff();

/// Decodes the bytes of a TIFF file: 8-bit grey (also with white as 0) and RGB, 16-bit grey, in
/// strips, uncompressed or compressed by LZW, Deflate or PackBits; alpha is dropped. Throws
/// std::runtime_error naming `path` for anything else, if the bytes are truncated or damaged, and
/// before allocating if the header promises more pixels than they can hold.
Tiff decode_tiff(const std::string& path, const std::string& bytes);

/// Width and height alone, from the header. Errors as above.
std::pair<int, int> read_tiff_size(const std::string& path, const std::string& bytes);

}  // namespace pixelwise
