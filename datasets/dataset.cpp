#include "datasets/dataset.h"

#include <utility>

#include "base/check.h"
#include "datasets/for_each.h"

namespace pixelwise {

void Dataset::require_index(std::int64_t i) const {
  require(i >= 0 && i < size(), name(), ": there is no sample ", i, " among ", size());
}

InMemoryDataset::InMemoryDataset(DatasetInfo info, std::vector<Sample> samples)
    : Dataset(std::move(info)), samples_(std::move(samples)) {
  require(!samples_.empty(), name(), ": a data set needs at least one sample");
}

Sample InMemoryDataset::get(std::int64_t i) const {
  require_index(i);
  return samples_[static_cast<std::size_t>(i)];
}

GeneratedDataset::GeneratedDataset(DatasetInfo info, std::int64_t size,
                                   std::function<Sample(std::int64_t)> make)
    : Dataset(std::move(info)), size_(size), make_(std::move(make)) {
  require(size >= 1, name(), ": a data set needs at least one sample, not ", size);
}

Sample GeneratedDataset::get(std::int64_t i) const {
  require_index(i);
  return make_(i);
}

CachedDataset::CachedDataset(DatasetPtr source)
    : Dataset(source->info()),
      source_(std::move(source)),
      entries_(std::make_unique<Entry[]>(static_cast<std::size_t>(source_->size()))) {}

Sample CachedDataset::get(std::int64_t i) const {
  require_index(i);
  Entry& entry = entries_[static_cast<std::size_t>(i)];
  std::call_once(entry.once, [&] { entry.sample = source_->get(i); });
  return entry.sample;
}

void for_each_sample(const Dataset& dataset,
                     const std::function<void(std::int64_t, const Sample&)>& visit) {
  for_each_index(dataset.size(), [&](std::int64_t i) { visit(i, dataset.get(i)); });
}

}  // namespace pixelwise
