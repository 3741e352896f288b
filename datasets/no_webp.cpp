// Stands in for webp_file.cpp in a build without libwebp: the format is known and refused by name.
#include "base/missing_library.h"
#include "datasets/webp_file.h"

namespace pixelwise {

bool is_webp(const std::string& bytes) {
  return bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.compare(8, 4, "WEBP") == 0;
}

WebP decode_webp(const std::string& path, const std::string&) {
  fail_missing_library(path, "is a WebP image", "libwebp", "libwebp-dev");
}

std::pair<int, int> read_webp_size(const std::string& path, const std::string& bytes) {
  const Image image = decode_webp(path, bytes).image;
  return {image.width, image.height};
}

}  // namespace pixelwise
