// Stands in for exif.cpp in a build without libexif: an image that is stored turned is refused,
// never shown the wrong way up.
#include "base/missing_library.h"
#include "datasets/exif.h"
#include "datasets/exif_block.h"

namespace pixelwise {

int exif_orientation(const std::string& path, const std::string& bytes) {
  const std::string block = exif_block(bytes);
  const bool little = block.starts_with("II");
  // The entry itself: tag 0112, type 3 (16 bits), one value.
  const std::string entry = little ? std::string("\x12\x01\x03\x00\x01\x00\x00\x00", 8)
                                   : std::string("\x01\x12\x00\x03\x00\x00\x00\x01", 8);
  const std::size_t at = block.find(entry);
  if (at == std::string::npos || at + 10 > block.size()) return 1;
  const int value = block[at + (little ? 8 : 9)];
  if (value < 2 || value > 8) return 1;
  fail_missing_library(
      path, text("is stored turned or mirrored (EXIF orientation ", value, "); save it upright"),
      "libexif", "libexif-dev");
}

}  // namespace pixelwise
