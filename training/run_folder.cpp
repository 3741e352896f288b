#include "training/run_folder.h"

#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/atomic_file.h"
#include "base/check.h"
#include "base/read_file.h"
#include "layers/init.h"
#include "layers/parameters.h"
#include "training/kept_settings.h"

namespace pixelwise {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

std::string run_file(const std::string& folder, const char* file) {
  return (fs::path(folder) / file).string();
}

std::optional<RunRecord> read_run_record(const std::string& folder) {
  const std::string path = run_file(folder, kSettingsFile);
  if (!fs::exists(path)) return std::nullopt;
  RunRecord record;
  try {
    const Json json = Json::parse(read_file(path));
    record.settings = kept_settings(path, json.at("settings").dump());
    record.training_images = json.value("train_images", std::int64_t{0});
    record.validation_images = json.value("val_images", std::int64_t{0});
  } catch (const Json::exception& error) {
    fail_file(path, "is damaged: ", error.what());
  }
  return record;
}

void begin_run_folder(const std::string& folder, const TrainSettings& settings,
                      const TrainData& data) {
  fs::create_directories(folder);
  for (const char* old :
       {kLastFile, kBestFile, kLogFile, kResultsFile, kReportFile, kPredictionsFile}) {
    fs::remove(run_file(folder, old));
  }
  const Json json = {{"settings", Json::parse(to_json(settings))},
                     {"train_images", data.train->size()},
                     {"val_images", data.val->size()}};
  write_file_atomically(run_file(folder, kSettingsFile),
                        [&](std::ostream& out) { out << json.dump(2) << "\n"; });
}

void require_same_data(const std::string& folder, const RunRecord& record, const TrainData& data) {
  if (record.training_images == data.train->size() && record.validation_images == data.val->size())
    return;
  fail_file(run_file(folder, kSettingsFile), "the run began with ", record.training_images,
            " training and ", record.validation_images, " validation images, but ",
            record.settings.data.value_or(data.train->name()), " now has ", data.train->size(),
            " and ", data.val->size(), "; start a new run");
}

std::uint64_t bytes_of_run(const TrainSettings& settings, const Dataset& train) {
  Rng rng(0);
  const UninitializedWeights unneeded;
  const auto network = make_model(model_config(settings, train.num_classes()), rng);
  return static_cast<std::uint64_t>(count_parameters(*network).all) * 4 * 5 + 5'000'000;
}

}  // namespace pixelwise
