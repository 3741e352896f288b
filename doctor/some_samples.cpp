#include "doctor/some_samples.h"

#include <algorithm>

namespace pixelwise {

std::vector<Sample> some_samples(const Dataset& data, std::int64_t most) {
  const std::int64_t count = std::min(most, data.size());
  std::vector<Sample> samples;
  for (std::int64_t i = 0; i < count; ++i) samples.push_back(data.get(i * data.size() / count));
  return samples;
}

DatasetPtr small_part(const Dataset& data, std::int64_t most) {
  return std::make_shared<InMemoryDataset>(data.info(), some_samples(data, most));
}

}  // namespace pixelwise
