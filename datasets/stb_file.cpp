#include "datasets/stb_file.h"

#include <stb/stb_image.h>

#include <algorithm>
#include <climits>
#include <cstdlib>
#include <memory>

#include "base/check.h"
#include "datasets/precheck.h"

namespace pixelwise {
namespace {

struct Header {
  int width = 0, height = 0, channels = 0;
};

const stbi_uc* data_of(const std::string& bytes) {
  return reinterpret_cast<const stbi_uc*>(bytes.data());
}

Header read_header(const std::string& path, const std::string& bytes) {
  const std::string damage = find_damage(bytes);
  if (!damage.empty()) fail_file(path, "damaged image: ", damage);
  const std::string refusal = find_what_stb_gets_wrong(bytes);
  if (!refusal.empty()) fail_file(path, refusal);
  if (bytes.size() > INT_MAX) fail_file(path, "larger than 2 GB; expected an image");
  Header h;
  if (stbi_info_from_memory(data_of(bytes), static_cast<int>(bytes.size()), &h.width, &h.height,
                            &h.channels) == 0) {
    fail_file(path, "damaged image: ", stbi_failure_reason());
  }
  if (bytes.starts_with("\xFF\xD8")) require_believable_jpeg_size(path, bytes, h.width, h.height);
  return h;
}

}  // namespace

std::pair<int, int> size_with_stb(const std::string& path, const std::string& bytes) {
  const Header h = read_header(path, bytes);
  return {h.width, std::abs(h.height)};  // of a BMP that begins at the top the height is negative
}

Image decode_with_stb(const std::string& path, const std::string& bytes) {
  Header h = read_header(path, bytes);
  const int channels = h.channels <= 2 ? 1 : 3;
  const std::unique_ptr<stbi_uc, void (*)(void*)> pixels(
      stbi_load_from_memory(data_of(bytes), static_cast<int>(bytes.size()), &h.width, &h.height,
                            &h.channels, channels),
      stbi_image_free);
  if (pixels == nullptr) fail_file(path, "damaged image: ", stbi_failure_reason());
  Image image(h.width, h.height, channels);
  std::copy_n(pixels.get(), image.pixels.size(), image.pixels.begin());
  return image;
}

}  // namespace pixelwise
