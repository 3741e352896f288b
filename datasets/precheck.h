// What stb_image 2.27 does not check. It decodes truncated JPEG, BMP and PGM/PPM files without an
// error and fills what is missing with grey, black or what was in memory, and a Huffman table that
// promises too many codes makes it write beyond its own. These checks run first.
#pragma once

#include <string>

namespace pixelwise {

/// What is wrong with a JPEG, BMP or PGM/PPM file of these bytes that stb would not notice, in
/// words; empty if nothing is, or if the format is none of these.
std::string find_damage(const std::string& bytes);

}  // namespace pixelwise
