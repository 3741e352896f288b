// JPEG through libjpeg (jpeg_file.cpp), or through stb where that is missing (no_jpeg.cpp).
#pragma once

#include <string>
#include <utility>

#include "datasets/sample.h"

namespace pixelwise {

/// Decodes the bytes of a JPEG file as it is stored, grey or RGB. Four inks (CMYK, YCCK) are read
/// as Adobe writes them, 255 being no ink: red = round(C K / 255), green and blue likewise. Throws
/// std::runtime_error naming `path` if they are truncated or damaged.
Image decode_jpeg(const std::string& path, const std::string& bytes);

/// Width and height alone, from the header. Errors as above.
std::pair<int, int> read_jpeg_size(const std::string& path, const std::string& bytes);

}  // namespace pixelwise
