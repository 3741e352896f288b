// Files packed by gzip, through zlib (gzip_file.cpp), or not at all (no_gzip.cpp).
#pragma once

#include <cstddef>
#include <string>

namespace pixelwise {

/// True if the bytes begin as a file of gzip does.
bool is_gzip(const std::string& bytes);

/// The first `at_most` bytes of what is packed in `bytes`, or all of it if it is shorter; whoever
/// asks for more than there is has its checksum checked, too. Throws std::runtime_error naming
/// `path` if the file is truncated or damaged, or if this build has no zlib.
std::string unpack_gzip(const std::string& path, const std::string& bytes, std::size_t at_most);

}  // namespace pixelwise
