#include "app/data_options.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>

#include "models/zoo.h"

namespace pixelwise {
namespace {

// Decoding a PNG takes about as long as a small network's training step on it.
constexpr double kCacheBytes = 500e6;

std::string entry(const std::string& name, const std::string& description) {
  return "  " + name + std::string(name.size() < 17 ? 17 - name.size() : 1, ' ') + description +
         "\n";
}

}  // namespace

std::string list_of_models() {
  std::string list = "Models:\n";
  for (const ModelInfo& info : model_infos()) {
    list += entry(info.name, info.description);
  }
  return list;
}

std::string list_of_data() {
  std::string list = "Data:\n";
  for (const DatasetSpec& spec : dataset_specs()) list += entry(spec.name, spec.summary);
  return list;
}

DatasetPtr open_split(const std::string& spec, Split split, const DatasetOptions& options,
                      const CommonOptions& common) {
  DatasetPtr data = understand([&] { return open_dataset(spec, split, options); });
  if (split == Split::train) {
    for (const std::string& note : data->notes()) common.note(spec + ": " + note);
  }
  const bool from_files = spec.find(':') != std::string::npos;
  if (!from_files) return data;
  const Sample first = data->get(0);
  const double bytes = static_cast<double>(first.image.pixels.size() + first.mask.ids.size()) *
                       static_cast<double>(data->size());
  return bytes < kCacheBytes ? std::make_shared<CachedDataset>(data) : data;
}

std::string shares_text(const std::vector<double>& shares, const std::vector<std::string>& names) {
  std::string line;
  for (std::size_t c = 0; c < shares.size(); ++c) {
    std::array<char, 16> digits{};
    std::snprintf(digits.data(), digits.size(), " %.1f %%", 100 * shares[c]);
    line += (line.empty() ? "" : ", ") + names[c] + digits.data();
  }
  return line;
}

}  // namespace pixelwise
