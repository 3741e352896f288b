// A training run and its folder: training, validation, checkpoints, log; stops and resumes.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "metrics/confusion.h"
#include "report/run_log.h"
#include "training/checkpoint.h"
#include "training/run_folder.h"
#include "training/run_owner.h"
#include "training/train_data.h"
#include "training/train_settings.h"
#include "training/trainer.h"

namespace pixelwise {

/// The best validation so far.
struct BestValidation {
  std::int64_t iteration = 0;
  double mean_iou = -1;  // below any score until there is one
};

/// One run. Everything that it needs to go on lies in its folder: settings.json, log.csv, and
/// last.safetensors with weights, optimiser state and the number of iterations done.
///
///     TrainRun run({.folder = "out/mine", .should_stop = interrupted}, settings, data, network);
///     if (run.run()) write_run_report(run);   // training/run_report.h
///
/// The same program started again goes on where it stopped, with the same bits as without the
/// stop, however it was stopped.
class TrainRun {
 public:
  /// Trains the network of models/zoo.h that the settings name. Settings that are open get sensible
  /// values. If the folder holds a run, goes on with it (unless owner.overwrite), in the state in
  /// which it was saved last. Throws std::invalid_argument for settings that do not fit together,
  /// or differ from those of the run; std::runtime_error if the folder or the data do not fit.
  /// `weights`: the file that settings.weights names, if it has been read already.
  TrainRun(const RunOwner& owner, const TrainSettings& settings, const TrainData& data,
           std::optional<Checkpoint> weights = std::nullopt);

  /// Trains a network that the caller brings, with the weights that it has; it must outlive the
  /// run. settings.model is the name for it in checkpoints: a program that gives register_model()
  /// the same name can load them. Sizes (width and the like) are written beside the name.
  TrainRun(const RunOwner& owner, const TrainSettings& settings, const TrainData& data,
           Network& network);
  ~TrainRun();

  /// Trains to the end; false if the owner wanted to stop. The state is then saved.
  bool run();

  std::int64_t iterations_done() const { return done_; }
  bool finished() const { return done_ >= *settings_.iterations && !validation_due(); }

  /// The validation after the last iteration.
  const ConfusionMatrix& final_validation();

  const BestValidation& best() const { return best_; }
  /// Rows of the log up to now.
  RunLogData log_rows() const { return read_run_log(path(kLogFile)); }
  double seconds() const;  // of all parts of the run
  const TrainSettings& settings() const { return settings_; }
  const TrainData& data() const { return data_; }
  Network& network() { return *network_; }
  const ModelCard& card() const { return card_; }

  /// Where a file of the run lies.
  std::string path(const char* file) const { return run_file(owner_.folder, file); }

 private:
  TrainRun(RunOwner owner, const TrainSettings& settings, const TrainData& data, Network* brought,
           const std::optional<RunRecord>& record, std::optional<Checkpoint> weights);

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

  const RunOwner owner_;
  const TrainData data_;
  const TrainSettings settings_;
  ModelCard card_;
  std::unique_ptr<Network> made_;  // none if the caller brought a network
  Network* network_;
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
