#include "training/run_plan.h"

#include <optional>
#include <utility>

#include "base/check.h"
#include "base/utf8.h"
#include "training/complete_settings.h"
#include "training/open_model.h"
#include "training/run_folder.h"

namespace pixelwise {
namespace {

// The settings are kept as JSON, which is UTF-8, and --resume finds the files by them.
void require_utf8_path(const char* option, const std::optional<std::string>& path) {
  require(!path || is_utf8(*path), "--", option, " '", path.value_or(""),
          "': the name is not UTF-8 text, and the settings of a run cannot hold it; rename the "
          "file or folder");
}

}  // namespace

RunPlan plan_run(TrainSettings asked, const Note& note) {
  require(asked.model.has_value() || asked.weights.has_value(),
          "--model is missing: the network to train");
  require(asked.data.has_value(), "--data is missing: what to train on");
  make_paths_absolute(asked);
  require_utf8_path("data", asked.data);
  require_utf8_path("weights", asked.weights);
  RunPlan plan;
  if (asked.weights) {
    take_from_weights(asked, plan.weights.emplace(load_weights(*asked.weights)), note);
  }
  plan.data = open_train_data(asked, note);
  std::optional<DataStatistics> found;
  const TrainStatistics read = [&] {
    if (!found) found = check_data(plan.data, note);
    return found->train;
  };
  plan.settings = complete_settings(std::move(asked), *plan.data.train, note, read);
  require_batches(read(), plan.settings);
  return plan;
}

RunPlan plan_resumed(const std::string& folder, TrainSettings asked, const Note& note) {
  const std::optional<RunRecord> record = read_run_record(folder);
  if (!record) {
    fail_file(folder, "holds no ", kSettingsFile,
              "; --resume takes the folder that a training run was given as --out");
  }
  make_paths_absolute(asked);
  require_same(asked, record->settings);
  return {record->settings, open_train_data(record->settings, note), std::nullopt};
}

}  // namespace pixelwise
