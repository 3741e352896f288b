// Instead of webp_file.cpp where libwebp is missing: the format is known and refused by name.
#include "base/check.h"
#include "datasets/webp_file.h"

namespace pixelwise {

bool is_webp(const std::string& bytes) {
  return bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.compare(8, 4, "WEBP") == 0;
}

WebP decode_webp(const std::string& path, const std::string&) {
  fail_file(path,
            "is a WebP image, and this build cannot read those; save it as JPEG or PNG, or "
            "build with libwebp (Debian: libwebp-dev)");
}

std::pair<int, int> read_webp_size(const std::string& path, const std::string& bytes) {
  const Image image = decode_webp(path, bytes).image;
  return {image.width, image.height};
}

}  // namespace pixelwise
