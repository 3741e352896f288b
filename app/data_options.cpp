#include "app/data_options.h"

#include "models/zoo.h"

namespace pixelwise {
namespace {

std::string entry(const std::string& name, const std::string& description) {
  return "  " + name + std::string(name.size() < 23 ? 23 - name.size() : 1, ' ') + description +
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
  DatasetPtr data = understand([&] { return open_cached(spec, split, options); });
  if (split == Split::train) {
    for (const std::string& note : data->notes()) common.note(spec + ": " + note);
  }
  return data;
}

}  // namespace pixelwise
