// The folder of a training run: its files, and the settings that it was begun with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "training/train_data.h"
#include "training/train_settings.h"

namespace pixelwise {

/// Names of the files in a run's folder.
inline constexpr char kSettingsFile[] = "settings.json", kLogFile[] = "log.csv",
                      kLastFile[] = "last.safetensors", kBestFile[] = "best.safetensors",
                      kResultsFile[] = "results.json", kReportFile[] = "report.html",
                      kPredictionsFile[] = "predictions.png";

/// FOLDER/FILE.
std::string run_file(const std::string& folder, const char* file);

/// What settings.json holds, written before a run starts.
struct RunRecord {
  TrainSettings settings;
  std::int64_t training_images = 0, validation_images = 0;
};

/// The record of the run in this folder; nothing if there is none. Throws std::runtime_error if it
/// is damaged.
std::optional<RunRecord> read_run_record(const std::string& folder);

/// Makes the folder, removes what an older run left in it, and writes the record.
void begin_run_folder(const std::string& folder, const TrainSettings& settings,
                      const TrainData& data);

/// Throws std::runtime_error if the data is not what the run in this folder began with.
void require_same_data(const std::string& folder, const RunRecord& record, const TrainData& data);

/// About how many bytes a run of complete settings writes: weights, their best copy, and two
/// numbers of Adam's for each of them.
std::uint64_t bytes_of_run(const TrainSettings& settings, const Dataset& train);

}  // namespace pixelwise
