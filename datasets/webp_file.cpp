#include "datasets/webp_file.h"

#include <webp/decode.h>

#include "base/check.h"

namespace pixelwise {
namespace {

constexpr int kLossy = 1;  // WebPBitstreamFeatures::format

const std::uint8_t* data_of(const std::string& bytes) {
  return reinterpret_cast<const std::uint8_t*>(bytes.data());
}

WebPBitstreamFeatures read_header(const std::string& path, const std::string& bytes) {
  WebPBitstreamFeatures features;
  const VP8StatusCode status = WebPGetFeatures(data_of(bytes), bytes.size(), &features);
  if (status != VP8_STATUS_OK) {
    fail_file(path, "damaged or truncated WebP: its header cannot be read (", bytes.size(),
              " bytes)");
  }
  if (features.has_animation != 0) {
    fail_file(path, "this WebP is an animation; save one of its pictures as PNG or JPEG");
  }
  // One colour everywhere takes a few dozen bytes at any size; more than this is no picture.
  constexpr double kMostPixelsPerByte = 1 << 18;
  if (1.0 * features.width * features.height >
      kMostPixelsPerByte * static_cast<double>(bytes.size())) {
    fail_file(path, "damaged WebP: its header promises ", features.width, "x", features.height,
              " pixels, more than its ", bytes.size(), " bytes can hold");
  }
  return features;
}

}  // namespace

bool is_webp(const std::string& bytes) {
  return bytes.starts_with("RIFF") && bytes.size() >= 12 && bytes.compare(8, 4, "WEBP") == 0;
}

std::pair<int, int> read_webp_size(const std::string& path, const std::string& bytes) {
  const WebPBitstreamFeatures features = read_header(path, bytes);
  return {features.width, features.height};
}

WebP decode_webp(const std::string& path, const std::string& bytes) {
  const WebPBitstreamFeatures features = read_header(path, bytes);
  WebP webp{Image(features.width, features.height, 3), features.format == kLossy};
  const std::uint8_t* decoded =
      WebPDecodeRGBInto(data_of(bytes), bytes.size(), webp.image.pixels.data(),
                        webp.image.pixels.size(), 3 * features.width);
  if (decoded == nullptr) {
    fail_file(path, "damaged or truncated WebP (", bytes.size(), " bytes)");
  }
  return webp;
}

}  // namespace pixelwise
