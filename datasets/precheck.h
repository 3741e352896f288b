// What the decoders of JPEG and BMP do not check. stb_image 2.27 decodes truncated files without an
// error and fills what is missing with grey, black or what was in memory; a Huffman table that
// promises too many codes makes it write beyond its own, and a palette index without a colour reads
// what was on the stack. These checks run before stb sees a byte, also for the size alone.
#pragma once

#include <string>

namespace pixelwise {

/// What is wrong with a JPEG or BMP file of these bytes that stb would not notice, in words; empty
/// if nothing is, or if the format is neither.
std::string find_damage(const std::string& bytes);

/// A sound file that stb would read as another picture than its own, in words; empty if it would
/// not.
std::string find_what_stb_gets_wrong(const std::string& bytes);

/// Throws std::runtime_error naming `path` if a JPEG's header promises more pixels than its bytes
/// can hold: so many must not be allocated.
void require_believable_jpeg_size(const std::string& path, const std::string& bytes, int width,
                                  int height);

}  // namespace pixelwise
