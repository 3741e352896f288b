// Where EXIF data stand in a file.
#pragma once

#include <string>

namespace pixelwise {

/// The EXIF data of a JPEG (segment APP1), PNG (chunk eXIf) or WebP file (chunk EXIF), without
/// "Exif\0\0" before them: they begin with "II*\0" or "MM\0*". Empty if there are none.
std::string exif_block(const std::string& bytes);

}  // namespace pixelwise
