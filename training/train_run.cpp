#include "training/train_run.h"

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "base/check.h"
#include "layers/parameters.h"
#include "optim/adam.h"
#include "optim/sgd.h"
#include "report/score_text.h"
#include "training/card_check.h"
#include "training/complete_settings.h"
#include "training/diagnose.h"
#include "training/evaluate.h"
#include "training/interrupt.h"
#include "training/kept_settings.h"
#include "training/names_of.h"
#include "training/predict.h"
#include "training/setting_words.h"
#include "training/start_weights.h"

namespace pixelwise {
namespace {

// Streams of random numbers, all from the one seed of the run.
enum Purpose : std::uint64_t { kWeights = 1, kBatches = 2, kDropout = 3 };

std::uint64_t derived_seed(std::uint64_t seed, Purpose purpose) {
  return Rng(seed, purpose).next();
}

double clock_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// What the folder holds of a run to go on with.
std::optional<RunRecord> record_of(const RunOwner& owner) {
  require(!owner.folder.empty(), "TrainRun: owner.folder is empty; name a folder for its files");
  if (owner.overwrite) return std::nullopt;
  std::optional<RunRecord> record = read_run_record(owner.folder);
  if (!record && std::filesystem::exists(run_file(owner.folder, kLastFile))) {
    fail_file(owner.folder, "holds ", kLastFile, " but no ", kSettingsFile,
              ", so that nobody knows how to go on; choose another folder, or overwrite it");
  }
  return record;
}

// What was asked for, with sensible values for the rest.
TrainSettings completed(TrainSettings asked, const TrainData& data, const Network* brought,
                        const Note& note) {
  if (brought == nullptr) return complete_settings(std::move(asked), *data.train, note);
  require(asked.model.has_value(),
          "TrainRun: settings.model is open; name the network, for its checkpoints to say it");
  const ModelInfo info{
      .name = *asked.model, .description = "", .classifier = data.train->whole_image()};
  return complete_settings(std::move(asked), *data.train, info, note);
}

// Throws unless a run can start with the settings that its folder keeps.
void check_kept(const std::string& folder, const TrainSettings& kept, const TrainData& data,
                const Network* brought) {
  const std::string path = run_file(folder, kSettingsFile);
  try {
    require_whole(path, kept, completed(kept, data, brought, no_note));
  } catch (const std::invalid_argument& error) {
    fail_file(path, "has impossible settings: ", error.what());
  }
}

// Those that the run was begun with; of a new one, those that were asked for.
TrainSettings settings_of(const RunOwner& owner, TrainSettings asked, const TrainData& data,
                          const Network* brought, const std::optional<RunRecord>& record) {
  make_paths_absolute(asked);
  if (record) {
    require_same(asked, record->settings);
    check_kept(owner.folder, record->settings, data, brought);
    return record->settings;
  }
  return completed(std::move(asked), data, brought, owner.note);
}

}  // namespace

TrainRun::TrainRun(const RunOwner& owner, const TrainSettings& settings, const TrainData& data,
                   std::optional<Checkpoint> weights)
    : TrainRun(owner, settings, data, nullptr, record_of(owner), std::move(weights)) {}

TrainRun::TrainRun(const RunOwner& owner, const TrainSettings& settings, const TrainData& data,
                   Network& network)
    : TrainRun(owner, settings, data, &network, record_of(owner), std::nullopt) {}

TrainRun::TrainRun(RunOwner owner, const TrainSettings& settings, const TrainData& data,
                   Network* brought, const std::optional<RunRecord>& record,
                   std::optional<Checkpoint> weights)
    : owner_(std::move(owner)),
      data_(data),
      settings_(settings_of(owner_, settings, data_, brought, record)),
      network_(brought) {
  card_.model = model_config(settings_, data_.train->num_classes());
  card_.classes = data_.train->info().classes;
  card_.preprocessing = preprocessing(*settings_.preprocess);
  if (record) require_same_data(owner_.folder, *record, data_);
  if (network_ == nullptr) {
    Rng rng(derived_seed(*settings_.seed, kWeights));
    made_ = make_model(card_.model, rng);
    network_ = made_.get();
  }
  const bool restored = record && std::filesystem::exists(path(kLastFile));
  if (!restored && settings_.weights) {
    if (!weights) weights = load_weights(*settings_.weights);
    start_from_weights(*network_, card_, *settings_.weights, *weights, owner_);
  }
  weights.reset();  // shares its values with the network, which would copy them to change them
  freeze();
  build_optimizer();
  if (restored) restore();
  if (!record) begin_run_folder(owner_.folder, settings_, data_);
}

TrainRun::~TrainRun() = default;

double TrainRun::seconds() const {
  return seconds_before_ + (started_ > 0 ? clock_seconds() - started_ : 0);
}

void TrainRun::freeze() {
  if (!settings_.freeze) return;
  for (const std::string& prefix : split_list(*settings_.freeze)) {
    std::size_t frozen = 0;
    std::vector<std::string> names;
    for (auto& [name, parameter] : named_parameters(*network_)) {
      names.push_back(name);
      if (!name.starts_with(prefix)) continue;
      parameter.set_requires_grad(false);
      ++frozen;
    }
    require(frozen > 0, "--freeze ", prefix, ": no parameter of ", card_.model.name,
            " begins so; there are", first_names(names));
  }
}

void TrainRun::build_optimizer() {
  const std::vector<Tensor> parameters = trainable_parameters(*network_);
  require(!parameters.empty(), "--freeze ", settings_.freeze.value_or(""),
          ": nothing is left to train");
  const TrainSettings& s = settings_;
  if (*s.optimizer == "sgd") {
    optimizer_ = std::make_unique<Sgd>(
        parameters, SgdOptions{.lr = *s.lr, .momentum = *s.momentum, .weight_decay = *s.decay});
  } else {
    optimizer_ = std::make_unique<Adam>(
        parameters,
        AdamOptions{.lr = *s.lr, .weight_decay = *s.decay, .decoupled = *s.optimizer == "adamw"});
  }
}

void TrainRun::restore() {
  // What the file has takes the place of the state; both at once would need twice the memory.
  optimizer_->visit_state([](const std::string&, Array& values) { values = Array(); });
  const Checkpoint saved = load_checkpoint(path(kLastFile));
  require_same_run(path(kLastFile), saved, card_, *settings_.iterations);
  try {
    load_state(*network_, with_names_of(*network_, saved.weights));
  } catch (const std::invalid_argument& error) {
    fail_file(path(kLastFile), "does not fit the settings beside it: ", error.what());
  }
  restore_optimizer(path(kLastFile), saved, *optimizer_);
  done_ = saved.iterations;
  for (const RunLogRow& row : log_rows().rows) {
    if (row.iteration > done_) break;
    const bool scored = row.extra.size() == 2 && row.extra[1].has_value();
    if (scored && *row.extra[1] > best_.mean_iou) best_ = {row.iteration, *row.extra[1]};
    const bool due = row.iteration % *settings_.every == 0 || done_ == *settings_.iterations;
    if (row.iteration == done_ && due && !scored) pending_ = row;
  }
}

void TrainRun::open_log() {
  // A row that waits for its validation is written again.
  log_ = std::make_unique<RunLog>(path(kLogFile),
                                  std::vector<std::string>{"val_pixel_accuracy", "val_mean_iou"},
                                  pending_ ? done_ - 1 : done_);
  seconds_before_ = pending_ ? pending_->seconds : log_->last_seconds();
  started_ = clock_seconds();
}

TrainerOptions TrainRun::trainer_options() {
  TrainerOptions options;
  options.lr = *settings_.lr;
  options.schedule = make_schedule(*settings_.schedule, *settings_.iterations);
  options.accumulate = static_cast<int>(*settings_.accumulate);
  options.clip_norm = *settings_.clip;
  options.seed = derived_seed(*settings_.seed, kDropout);
  options.loss.reduction = *settings_.loss == "sum" ? Reduction::sum : Reduction::mean;
  options.dice_weight = *settings_.loss == "mean+dice" ? 1 : 0;
  for (const float w : parse_class_weights(*settings_.class_weights, *data_.train)) {
    options.loss.class_weights.push_back(static_cast<Real>(w));
  }
  options.should_stop = owner_.should_stop;
  options.on_warning = [this](const std::string& warning) {
    progress_->message("warning: " + warning);
  };
  options.on_step = [this](const TrainingStep& step) {
    if (pending_) write_pending(nullptr);
    pending_ = RunLogRow{step.iteration + 1, step.loss, step.lr, seconds(), {}};
    progress_->update(step.iteration + 1, "loss " + score_text(step.loss));
  };
  return options;
}

bool TrainRun::run() {
  require(log_ == nullptr, "TrainRun: run() is called once; make a new TrainRun to go on");
  open_log();
  BatchOptions batches = parse_augmentation(*settings_.augment);
  batches.batch_size = *settings_.batch;
  batches.seed = derived_seed(*settings_.seed, kBatches);
  trainer_ = std::make_unique<Trainer>(*network_, *optimizer_,
                                       BatchSource(data_.train, card_.preprocessing, batches),
                                       trainer_options());
  trainer_->set_iterations_done(done_);
  ProgressOptions options = owner_.progress;
  options.start = done_;
  progress_ = std::make_unique<Progress>(card_.model.name, *settings_.iterations, options);
  if (validation_due() && !validate()) return false;  // the stop came in the middle of it
  while (done_ < *settings_.iterations) {
    const std::int64_t next = (done_ / *settings_.every + 1) * *settings_.every;
    if (!train_until(std::min(next, *settings_.iterations))) return false;
  }
  progress_->finish("mean IoU " + score_text(final_validation().mean_iou()));
  return true;
}

// Up to the next validation, and that; false if the user wants to stop.
bool TrainRun::train_until(std::int64_t end) {
  trainer_->run_until(end);
  done_ = trainer_->iterations_done();
  if (done_ == end)
    return validate() && (!owner_.wants_to_stop() || done_ == *settings_.iterations);
  write_pending(nullptr);
  save_last();
  return false;
}

bool TrainRun::validate() {
  EvaluateOptions options;
  options.batch_size = 4;
  options.should_stop = owner_.should_stop;
  options.on_progress = [this](std::int64_t done, std::int64_t total) {
    progress_->update(done_, text("validation ", done, "/", total));
  };
  try {
    validation_ = evaluate(*network_, *data_.val, card_.preprocessing, options);
  } catch (const NanScore&) {
    explain_bad_validation(*network_, {done_, optimizer_->lr(), trainer_options().loss.reduction});
  } catch (const Interrupted&) {
    write_pending(nullptr);  // resuming begins with this validation
    save_last();
    return false;
  }
  const double mean_iou = validation_->mean_iou();
  const double loss = pending_->loss;
  write_pending(&*validation_);
  progress_->message(text("iteration ", done_, ": loss ", score_text(loss),
                          ", validation mean IoU ", score_text(mean_iou), ", pixel accuracy ",
                          score_text(validation_->pixel_accuracy())));
  if (mean_iou > best_.mean_iou) {
    best_ = {done_, mean_iou};
    save_checkpoint(path(kBestFile), card_, *network_, nullptr, done_);
  }
  save_last();
  return true;
}

void TrainRun::write_pending(const ConfusionMatrix* scores) {
  if (scores != nullptr) pending_->extra = {scores->pixel_accuracy(), scores->mean_iou()};
  log_->append(*pending_);
  pending_.reset();
}

void TrainRun::save_last() {
  log_->sync();
  save_checkpoint(path(kLastFile), card_, *network_, optimizer_.get(), done_);
}

const ConfusionMatrix& TrainRun::final_validation() {
  if (!validation_) {
    EvaluateOptions options;
    options.batch_size = 4;
    options.should_stop = owner_.should_stop;
    validation_ = evaluate(*network_, *data_.val, card_.preprocessing, options);
  }
  return *validation_;
}

}  // namespace pixelwise
