// Stands in for tiff_file.cpp in a build without libtiff: no TIFF image is read.
#include "base/missing_library.h"
#include "datasets/tiff_file.h"

namespace pixelwise {
namespace {

[[noreturn]] void fail_tiff(const std::string& path) {
  fail_missing_library(path, "is a TIFF image", "libtiff", "libtiff-dev");
}

}  // namespace

bool has_libtiff() { return false; }

Tiff decode_tiff(const std::string& path, const std::string&) { fail_tiff(path); }

std::pair<int, int> read_tiff_size(const std::string& path, const std::string&) { fail_tiff(path); }

}  // namespace pixelwise
