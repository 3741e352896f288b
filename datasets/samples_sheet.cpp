#include "datasets/samples_sheet.h"

#include <algorithm>
#include <vector>

#include "datasets/drawing.h"
#include "datasets/transforms.h"

namespace pixelwise {
namespace {

// Photographs shrunk to a width and height of at most `side`; others as they are.
Sample at_most(const Sample& sample, int side) {
  const int longer = std::max(sample.image.width, sample.image.height);
  if (longer <= side) return sample;
  const auto shrunk = [&](int length) { return std::max(1, length * side / longer); };
  return resize(sample, shrunk(sample.image.width), shrunk(sample.image.height));
}

}  // namespace

Image samples_sheet(const Dataset& data) {
  constexpr std::int64_t kSamples = 12;
  constexpr int kSide = 512;
  std::vector<Image> tiles;
  const std::int64_t step = std::max<std::int64_t>(1, data.size() / kSamples);
  for (std::int64_t i = 0; i < data.size() && tiles.size() < 2 * kSamples; i += step) {
    const Sample sample = at_most(data.get(i), kSide);
    tiles.push_back(sample.image);
    if (!data.whole_image()) tiles.push_back(colourise(sample.mask, data.palette()));
  }
  const int zoom = std::max(1, 256 / std::max(1, tiles.front().width));
  return make_sheet(tiles, {.columns = 6, .zoom = zoom});
}

}  // namespace pixelwise
