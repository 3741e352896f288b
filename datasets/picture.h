// A picture file, decoded: what every format gives before anybody decides what the values mean.
// read_image (image.h) makes colours of it, read_mask (mask.h) class numbers.
#pragma once

#include <string>
#include <utility>

#include "datasets/palette.h"
#include "datasets/sample.h"

namespace pixelwise {

/// The formats, for messages.
inline constexpr const char* kPictureFormats = "PNG, JPEG, WebP, BMP, TIFF or binary PGM/PPM";

struct Picture {
  /// 1 or 3 channels, upright. Values of up to 8 bits as they stand in the file; those of more
  /// bits as round(255 v / largest), and then `bits` says so.
  Image values;
  int bits = 8;       // of a value in the file, 1 to 16
  int largest = 255;  // the value of white
  Palette palette;    // if not empty, the values are indices into it
  bool lossy = false;
};

/// Decodes a file of any format, found by its first bytes, and turns it upright as its EXIF
/// orientation says. Throws std::runtime_error naming `path` and the format if it cannot.
Picture decode_picture(const std::string& path, const std::string& bytes);

/// Width and height of the upright picture, from the header. Errors as above.
std::pair<int, int> picture_size(const std::string& path, const std::string& bytes);

/// The colours that the values stand for: 8 bits, grey or RGB. A palette is looked up; values are
/// spread over 0 to 255 by round(255 v / largest).
Image colours_of(const std::string& path, Picture picture);

}  // namespace pixelwise
