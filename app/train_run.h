// A training run and its folder: training, validation, checkpoints, log; stops and resumes.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/common.h"
#include "app/train_settings.h"
#include "metrics/confusion.h"
#include "report/run_log.h"
#include "training/checkpoint.h"
#include "training/trainer.h"

namespace pixelwise {

struct TrainData {
  DatasetPtr train, val;
};

/// Names of the files in a run's folder.
inline constexpr char kSettingsFile[] = "settings.json", kLogFile[] = "log.csv",
                      kLastFile[] = "last.safetensors", kBestFile[] = "best.safetensors";

/// The best validation so far.
struct BestValidation {
  std::int64_t iteration = 0;
  double mean_iou = -1;  // below any score until there is one
};

/// One run. Everything that it needs to go on lies in its folder: settings.json, log.csv, and
/// last.safetensors with weights, optimiser state and the number of iterations done.
class TrainRun {
 public:
  /// Builds network and optimiser from complete settings; with a checkpoint in `folder`, in the
  /// state in which it stopped. `weights`: the file of --weights, if it has been read already.
  /// Throws std::invalid_argument for settings that do not fit together.
  TrainRun(const TrainSettings& settings, const TrainData& data, const CommonOptions& common,
           bool resume, std::optional<Checkpoint> weights = std::nullopt);
  ~TrainRun();

  std::int64_t iterations_done() const { return done_; }
  bool finished() const { return done_ >= *settings_.iterations && !validation_due(); }

  /// Trains to the end; false if the user interrupted. The state is then saved.
  bool run();

  /// The validation after the last iteration.
  const ConfusionMatrix& final_validation();

  const BestValidation& best() const { return best_; }
  /// Rows of the log up to now.
  RunLogData log_rows() const { return read_run_log(path(kLogFile)); }
  double seconds() const;
  Network& network() { return *network_; }
  const ModelCard& card() const { return card_; }
  std::string path(const char* file) const;

 private:
  void build_network();
  void transplant_weights(const Checkpoint& source);
  void freeze();
  void build_optimizer();
  void restore();
  void open_log();
  bool train_until(std::int64_t end);
  bool validate();
  void write_pending(const ConfusionMatrix* scores);
  void save_last();
  bool validation_due() const { return pending_.has_value(); }
  TrainerOptions trainer_options();

  const TrainSettings settings_;
  const TrainData data_;
  const CommonOptions& common_;
  ModelCard card_;
  std::unique_ptr<Network> network_;
  std::unique_ptr<Optimizer> optimizer_;
  std::unique_ptr<Trainer> trainer_;
  std::unique_ptr<RunLog> log_;
  std::unique_ptr<Progress> progress_;
  std::int64_t done_ = 0;
  double seconds_before_ = 0;  // of the run until it was resumed
  double started_ = 0;
  BestValidation best_;
  std::optional<RunLogRow> pending_;  // the last iteration, until its validation is known
  std::optional<ConfusionMatrix> validation_;
};

}  // namespace pixelwise
