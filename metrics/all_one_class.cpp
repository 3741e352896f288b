#include "metrics/all_one_class.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/labels.h"

namespace pixelwise {

ConfusionMatrix all_one_class(const Dataset& dataset) {
  std::vector<std::uint64_t> pixels(static_cast<std::size_t>(dataset.num_classes()));
  for (std::int64_t i = 0; i < dataset.size(); ++i) {
    for (const std::uint8_t id : dataset.get(i).mask.ids) {
      if (id != kVoidLabel) ++pixels[id];
    }
  }
  const auto most = std::max_element(pixels.begin(), pixels.end()) - pixels.begin();
  ConfusionMatrix confusion(dataset.num_classes());
  for (std::size_t c = 0; c < pixels.size(); ++c) {
    confusion.add_count(static_cast<int>(c), static_cast<int>(most), pixels[c]);
  }
  return confusion;
}

}  // namespace pixelwise
