// Binary PGM and PPM files, of 8 and 16 bits and any largest value.
#pragma once

#include <string>
#include <utility>

#include "datasets/sample.h"

namespace pixelwise {

/// What a PGM or PPM file holds.
struct Pnm {
  int largest = 0;  // the value of white, 1 to 65535
  Image image;      // grey or RGB; of a `largest` up to 255 the values as they stand, else
                    // round(255 v / largest)
};

/// True if the bytes begin as a binary PGM or PPM file does.
bool is_pnm(const std::string& bytes);

/// Decodes the bytes of a PGM or PPM file; of several images in it the first. Throws
/// std::runtime_error naming `path` if they are truncated or damaged, or a value is above the
/// largest.
Pnm decode_pnm(const std::string& path, const std::string& bytes);

/// Width and height alone, from the header. Errors as above.
std::pair<int, int> read_pnm_size(const std::string& path, const std::string& bytes);

}  // namespace pixelwise
