// Stands in for jpeg_file.cpp in a build without libjpeg: JPEG through stb.
#include "datasets/jpeg_file.h"
#include "datasets/stb_file.h"

namespace pixelwise {

Image decode_jpeg(const std::string& path, const std::string& bytes) {
  return decode_with_stb(path, bytes);
}

std::pair<int, int> read_jpeg_size(const std::string& path, const std::string& bytes) {
  return size_with_stb(path, bytes);
}

}  // namespace pixelwise
