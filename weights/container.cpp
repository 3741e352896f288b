#include "weights/container.h"

#include "weights/caffemodel.h"
#include "weights/pth.h"

namespace pixelwise {
namespace {

constexpr std::string_view kZip = "PK\x03\x04", kEmptyZip = "PK\x05\x06", kNpy = "\x93NUMPY";
constexpr std::string_view kFourZeros("\0\0\0\0", 4);

// A header of less than 4 GiB, then the JSON.
bool is_safetensors(std::string_view bytes) {
  return bytes.size() > 8 && bytes.substr(4, 4) == kFourZeros && bytes[8] == '{';
}

}  // namespace

Container container_of(std::string_view bytes) {
  if (is_safetensors(bytes)) return Container::safetensors;
  if (bytes.starts_with(kZip) || bytes.starts_with(kEmptyZip)) return Container::zip;
  if (bytes.starts_with(kNpy)) return Container::npy;
  if (is_legacy_pth(bytes)) return Container::legacy_pth;
  return is_caffemodel(bytes) ? Container::caffemodel : Container::unknown;
}

}  // namespace pixelwise
