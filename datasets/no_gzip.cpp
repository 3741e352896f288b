// Stands in for gzip_file.cpp in a build without zlib: the format is known and refused by name.
#include "base/missing_library.h"
#include "datasets/gzip_file.h"

namespace pixelwise {

bool is_gzip(const std::string& bytes) { return bytes.starts_with("\x1f\x8b"); }

std::string unpack_gzip(const std::string& path, const std::string&, std::size_t) {
  fail_missing_library(path, "is packed by gzip (unpack it with gunzip)", "zlib", "zlib1g-dev");
}

}  // namespace pixelwise
