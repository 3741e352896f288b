// WebP through libwebp (webp_file.cpp), or not at all (no_webp.cpp).
#pragma once

#include <string>
#include <utility>

#include "datasets/sample.h"

namespace pixelwise {

/// What a WebP file holds.
struct WebP {
  Image image;  // RGB; alpha is dropped
  bool lossy = false;
};

/// True if the bytes begin as a WebP file does.
bool is_webp(const std::string& bytes);

/// Decodes the bytes of a WebP file as it is stored. Throws std::runtime_error naming `path` for
/// an animation, and if they are truncated or damaged.
WebP decode_webp(const std::string& path, const std::string& bytes);

/// Width and height alone, from the header. Errors as above.
std::pair<int, int> read_webp_size(const std::string& path, const std::string& bytes);

}  // namespace pixelwise
