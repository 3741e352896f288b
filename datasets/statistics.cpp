#include "datasets/statistics.h"

#include <algorithm>
#include <numeric>

#include "base/labels.h"
#include "datasets/mask.h"

namespace pixelwise {
namespace {

struct ImageFacts {
  std::pair<int, int> size;
  IdHistogram histogram;
};

void add(DatasetStatistics& sum, const ImageFacts& image) {
  const auto end_of_classes =
      image.histogram.begin() + static_cast<std::ptrdiff_t>(sum.class_pixels.size());
  const std::uint64_t labelled =
      std::accumulate(image.histogram.begin(), end_of_classes, std::uint64_t{0});
  ++sum.images;
  ++sum.sizes[image.size];
  sum.void_pixels += image.histogram[kVoidLabel];
  for (std::size_t c = 0; c < sum.class_pixels.size(); ++c) {
    if (image.histogram[c] == 0) continue;
    sum.class_pixels[c] += image.histogram[c];
    sum.pixels_beside_class[c] += labelled;
    ++sum.class_images[c];
  }
}

}  // namespace

std::uint64_t DatasetStatistics::labelled_pixels() const {
  return std::accumulate(class_pixels.begin(), class_pixels.end(), std::uint64_t{0});
}

double DatasetStatistics::void_share() const {
  const double all = static_cast<double>(labelled_pixels() + void_pixels);
  return all > 0.0 ? static_cast<double>(void_pixels) / all : 0.0;
}

std::vector<double> DatasetStatistics::class_shares() const {
  std::vector<double> shares;
  const double all = static_cast<double>(std::max<std::uint64_t>(labelled_pixels(), 1));
  for (const std::uint64_t n : class_pixels) shares.push_back(static_cast<double>(n) / all);
  return shares;
}

DatasetStatistics collect_statistics(const Dataset& dataset) {
  std::vector<ImageFacts> facts(static_cast<std::size_t>(dataset.size()));
  for_each_sample(dataset, [&](std::int64_t i, const Sample& sample) {
    facts[static_cast<std::size_t>(i)] = {{sample.image.width, sample.image.height},
                                          id_histogram(sample.mask)};
  });
  const std::size_t classes = static_cast<std::size_t>(dataset.num_classes());
  DatasetStatistics sum;
  sum.class_pixels.resize(classes);
  sum.class_images.resize(classes);
  sum.pixels_beside_class.resize(classes);
  for (const ImageFacts& image : facts) add(sum, image);
  return sum;
}

std::vector<float> median_frequency_weights(const DatasetStatistics& statistics) {
  const std::size_t classes = statistics.class_pixels.size();
  std::vector<double> frequencies(classes, 0.0), present;
  for (std::size_t c = 0; c < classes; ++c) {
    if (statistics.class_pixels[c] == 0) continue;
    frequencies[c] = static_cast<double>(statistics.class_pixels[c]) /
                     static_cast<double>(statistics.pixels_beside_class[c]);
    present.push_back(frequencies[c]);
  }
  std::vector<float> weights(classes, 0.0F);
  if (present.empty()) return weights;
  std::sort(present.begin(), present.end());
  const std::size_t middle = present.size() / 2;
  const double median =
      present.size() % 2 == 1 ? present[middle] : (present[middle - 1] + present[middle]) / 2.0;
  for (std::size_t c = 0; c < classes; ++c) {
    if (frequencies[c] > 0.0) weights[c] = static_cast<float>(median / frequencies[c]);
  }
  return weights;
}

}  // namespace pixelwise
