// What both writers of PNG (png_file.cpp, no_png.cpp) refuse.
#include "base/check.h"
#include "datasets/png_file.h"

namespace pixelwise {

void check_png(const Png& png) {
  require(png.width >= 1 && png.height >= 1 && (png.channels == 1 || png.channels == 3),
          "encode_png: ", png.width, "x", png.height, " with ", png.channels,
          " channels; expected at least 1x1 with 1 or 3 channels");
  const std::size_t count = static_cast<std::size_t>(png.width) *
                            static_cast<std::size_t>(png.height) *
                            static_cast<std::size_t>(png.channels);
  require(png.values.size() == count, "encode_png: ", png.values.size(), " values for ", png.width,
          "x", png.height, "x", png.channels);
  require(png.palette.size() <= 256 && (png.palette.empty() || png.channels == 1),
          "encode_png: a palette of ", png.palette.size(), " colours for ", png.channels,
          " channels; at most 256 colours, for 1 channel, are possible");
}

}  // namespace pixelwise
