#include "metrics/all_one_class.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/labels.h"

namespace pixelwise {

namespace {

// From the number of pixels of each class.
ConfusionMatrix of_counts(const std::vector<std::uint64_t>& pixels) {
  const auto most = std::max_element(pixels.begin(), pixels.end()) - pixels.begin();
  ConfusionMatrix confusion(static_cast<int>(pixels.size()));
  for (std::size_t c = 0; c < pixels.size(); ++c) {
    confusion.add_count(static_cast<int>(c), static_cast<int>(most), pixels[c]);
  }
  return confusion;
}

}  // namespace

ConfusionMatrix all_one_class(const Dataset& dataset) {
  std::vector<std::uint64_t> pixels(static_cast<std::size_t>(dataset.num_classes()));
  for (std::int64_t i = 0; i < dataset.size(); ++i) {
    for (const std::uint8_t id : dataset.get(i).mask.ids) {
      if (id != kVoidLabel) ++pixels[id];
    }
  }
  return of_counts(pixels);
}

ConfusionMatrix all_one_class(const ConfusionMatrix& scores) {
  std::vector<std::uint64_t> pixels;
  for (int c = 0; c < scores.classes(); ++c) pixels.push_back(scores.truth_pixels(c));
  return of_counts(pixels);
}

}  // namespace pixelwise
