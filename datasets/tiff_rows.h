// The rows of a TIFF file, from strips or tiles, one plane or several.
#pragma once

#include <tiffio.h>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pixelwise {

/// The samples of a TIFF image as they stand in the file, uncompressed.
class TiffRows {
 public:
  /// Room for the samples; nothing is read yet.
  TiffRows(std::size_t width, std::size_t height, int bits, int samples, bool planes);

  /// Reads everything; false at the first error of libtiff.
  bool read(TIFF* tiff);

  /// Sample k of a pixel, 1 to 16 bits.
  unsigned at(std::size_t x, std::size_t y, std::size_t k) const;

 private:
  bool read_strips(TIFF* tiff, std::uint16_t plane);
  bool read_tiles(TIFF* tiff, std::uint16_t plane);

  std::size_t width_, height_, bits_, samples_;
  bool planes_;            // each sample in a plane, else those of a pixel together
  std::size_t row_bytes_;  // of one plane
  std::vector<std::uint8_t> bytes_;
};

}  // namespace pixelwise
