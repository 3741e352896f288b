// What stb_image reads: BMP, and JPEG where libjpeg is missing. Nothing reaches stb that has not
// passed the checks of precheck.h.
#pragma once

#include <string>
#include <utility>

#include "datasets/sample.h"

namespace pixelwise {

/// Decodes the bytes of a BMP or JPEG file, grey or RGB; alpha is dropped. Throws
/// std::runtime_error naming `path` if they are truncated or damaged, and for what stb gets wrong:
/// BMP of 16 bits or compressed, JPEG of four colours without Adobe's marker. One thing stb gets
/// wrong stays: of a JPEG with 4:2:2 sampling, the colours of the last but one column.
Image decode_with_stb(const std::string& path, const std::string& bytes);

/// Width and height alone, from the header. Errors as above.
std::pair<int, int> size_with_stb(const std::string& path, const std::string& bytes);

}  // namespace pixelwise
