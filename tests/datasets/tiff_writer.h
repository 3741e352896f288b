// Writes TIFF files of all kinds, for the tests of the reader.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pixelwise {

/// What stands in the file; the numbers are those of the TIFF specification, version 6.
struct TiffKind {
  int width = 0, height = 0;
  int bits = 8;
  int samples = 1;
  int photometric = 1;  // 0: white is 0; 1: black is 0; 2: RGB; 3: palette
  int compression = 1;  // 1: none; 5: LZW; 8: Deflate; 32773: PackBits
  int planar = 1;       // 2: in planes
  int orientation = 1;
  int sample_format = 1;  // 3: floating point
  int pages = 1;
  bool tiles = false;
  bool big_endian = false;
};

/// The bytes of such a file with `values`, rows of samples; of 16-bit samples two bytes each, in
/// the machine's order.
std::string tiff_bytes(const TiffKind& kind, const std::vector<std::uint8_t>& values);

}  // namespace pixelwise
