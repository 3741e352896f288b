// IDX files, the format of MNIST and the sets that followed it: a magic number, the sizes as
// big-endian numbers of 32 bits, then the values. Those of 8 bits are read, packed by gzip or not.
//
//   images   00 00 08 03   count, height, width   count * height * width bytes
//   labels   00 00 08 01   count                  count bytes
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "datasets/sample.h"

namespace pixelwise {

/// Grey images of one size, one after another.
struct IdxImages {
  std::int64_t count = 0;
  int height = 0;
  int width = 0;
  std::vector<std::uint8_t> pixels;  // count * height * width

  /// The pixels of image i, row by row; no bounds check.
  const std::uint8_t* image(std::int64_t i) const { return pixels.data() + i * height * width; }
};

/// Throw std::runtime_error with the path if the file is missing, is of another kind, or is not as
/// long as its header says (or, packed by gzip, damaged or not readable in this build).
IdxImages read_idx_images(const std::string& path);
std::vector<std::uint8_t> read_idx_labels(const std::string& path);

}  // namespace pixelwise
