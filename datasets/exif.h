// EXIF: what a camera writes beside the pixels. One thing of it changes what they show: which way
// up they are.
#pragma once

#include <string>

namespace pixelwise {

/// The orientation, 1 to 8 (orientation.h says what they mean), that is written in a JPEG, PNG or
/// WebP file of these bytes; 1 if none is. A build without libexif throws std::runtime_error
/// naming `path` if the image seems to be stored turned.
int exif_orientation(const std::string& path, const std::string& bytes);

}  // namespace pixelwise
