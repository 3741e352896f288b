// pixelwise train: trains a network on a data set, and goes on after a stop with the same bits.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "app/commands.h"
#include "app/data_options.h"
#include "app/train_report.h"
#include "app/train_run.h"
#include "app/weights_option.h"
#include "base/atomic_file.h"
#include "base/read_file.h"
#include "base/utf8.h"
#include "datasets/check_labels.h"
#include "datasets/statistics.h"
#include "layers/parameters.h"
#include "metrics/all_one_class.h"
#include "report/page.h"
#include "training/interrupt.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct TrainOptions {
  CommonOptions common;
  TrainSettings asked;
  std::string resume;
  bool overwrite = false;
};

TrainData open_data(const TrainSettings& s, const CommonOptions& common) {
  const int size = static_cast<int>(understand([&] { return model_info(*s.model); }).image_size);
  DatasetOptions options;
  options.seed = s.seed.value_or(0);
  options.split = s.split.value_or(0.8);
  options.width = options.height = size;
  require_usage(options.split > 0 && options.split < 1, "--split ", options.split,
                ": expected 0 < split < 1");
  return {open_split(*s.data, Split::train, options, common),
          open_split(*s.data, Split::val, options, common)};
}

// Reads every image and mask once: whatever is wrong with them comes out now, and not in an hour.
void check_data(const TrainData& data, const TrainSettings& s, const CommonOptions& common) {
  const DatasetStatistics train = collect_statistics(*data.train);
  const DatasetStatistics val = collect_statistics(*data.val);
  common.note(text(data.train->name(), ": ", train.images, " training and ", val.images,
                   " validation images; ",
                   shares_text(train.class_shares(), data.train->class_names())));
  check_labels(data.train->name(), train, val);
  require_usage(
      *s.batch == 1 || train.sizes.size() == 1 || parse_augmentation(*s.augment).crop_width > 0,
      "the images have ", train.sizes.size(),
      " different sizes: give --augment crop=HxW, or --batch 1");
}

void require_new_folder(const TrainOptions& o) {
  const fs::path last = fs::path(o.common.out) / kLastFile;
  if (!fs::exists(last) || o.overwrite) return;
  throw std::runtime_error(text(o.common.out, " holds a training run already. To go on with it: ",
                                "pixelwise train --resume ", shell_quoted(o.common.out),
                                "; to replace it, add --overwrite; or choose another folder with "
                                "--out"));
}

// The widths of the network that the weights come from, where the new one is of its kind.
void take_sizes(const ModelCard& card, TrainSettings& s) {
  const auto [from, to] =
      understand([&] { return std::pair(model_info(card.model.name), model_info(*s.model)); });
  const bool same_kind = from.name == to.name ||
                         (from.has_fc_width && to.has_fc_width && from.narrowest == to.narrowest);
  if (!same_kind) return;
  if (!s.width) s.width = card.model.width;
  if (!s.fc_width) s.fc_width = card.model.fc_width;
}

// The settings are kept as JSON, which is UTF-8, and --resume finds the files by them.
void require_utf8_path(const char* option, const std::optional<std::string>& path) {
  require_usage(!path || is_utf8(*path), "--", option, " '", path.value_or(""),
                "': the name is not UTF-8 text, and the settings of a run cannot hold it; rename "
                "the file or folder");
}

// The settings of a new run, written down before it starts.
TrainSettings start_settings(const TrainOptions& o, TrainData& data) {
  require_usage(o.asked.model.has_value() || o.asked.weights.has_value(),
                "--model is missing: the network to train");
  require_usage(o.asked.data.has_value(), "--data is missing: what to train on");
  TrainSettings s = o.asked;
  make_paths_absolute(s);
  require_utf8_path("data", s.data);
  require_utf8_path("weights", s.weights);
  if (s.weights) {
    const Checkpoint source = load_checkpoint(*s.weights);
    if (source.card && !s.preprocess) s.preprocess = source.card->preprocessing.name;
    if (source.card && !s.model) {
      s.model = source.card->model.name;
    }
    require_usage(s.model.has_value(), *s.weights, " does not say of which model it is: --model");
    if (source.card) take_sizes(*source.card, s);
    take_family(s.family, source, *s.weights, *s.model, o.common);
    require_usage(s.preprocess.has_value(), *s.weights,
                  " does not say how pixels become input: --preprocess");
  }
  data = open_data(s, o.common);
  s = understand([&] { return complete_settings(s, *data.train); });
  check_data(data, s, o.common);
  return s;
}

void write_settings(const TrainSettings& s, const TrainData& data, const std::string& folder) {
  for (const char* old : {kLastFile, kBestFile, kLogFile, "results.json", "report.html"}) {
    fs::remove(fs::path(folder) / old);
  }
  const Json json = {{"settings", to_json(s)},
                     {"train_images", data.train->size()},
                     {"val_images", data.val->size()}};
  write_file_atomically((fs::path(folder) / kSettingsFile).string(),
                        [&](std::ostream& out) { out << json.dump(2) << "\n"; });
}

TrainSettings resumed_settings(const TrainOptions& o, TrainData& data) {
  const std::string path = (fs::path(o.resume) / kSettingsFile).string();
  if (!fs::exists(path)) {
    fail_file(o.resume, "holds no ", kSettingsFile,
              "; --resume takes the folder that a training run was given as --out");
  }
  TrainSettings s;
  Json json;
  try {
    json = Json::parse(read_file(path));
    s = settings_from_json(json.at("settings"));
  } catch (const Json::exception& error) {
    fail_file(path, "is damaged: ", error.what());
  }
  TrainSettings asked = o.asked;
  make_paths_absolute(asked);
  understand([&] { require_same(asked, s); });
  data = open_data(s, o.common);
  if (json.value("train_images", std::int64_t{0}) != data.train->size() ||
      json.value("val_images", std::int64_t{0}) != data.val->size()) {
    fail_file(path, "the run began with ", json.value("train_images", 0), " training and ",
              json.value("val_images", 0), " validation images, but ", *s.data, " now has ",
              data.train->size(), " and ", data.val->size(), "; start a new run");
  }
  return s;
}

// Weights, their best copy, and two numbers of Adam's for each of them.
std::uint64_t bytes_to_write(const TrainSettings& s, const Dataset& train) {
  Rng rng(0);
  const auto network = make_model(model_config(s, train.num_classes()), rng);
  return static_cast<std::uint64_t>(count_parameters(*network).all) * 4 * 5 + 5'000'000;
}

// False if the user interrupted. A full disk loses nothing that was saved before.
bool train(TrainRun& run, const CommonOptions& common) {
  try {
    return run.run();
  } catch (const std::runtime_error&) {
    if (fs::exists(run.path(kLastFile))) {
      common.warn(
          "The state that was saved last is kept. When the cause is removed, go on with:\n"
          "  pixelwise train --resume " +
          shell_quoted(common.out));
    }
    throw;
  }
}

int finish(TrainRun& run, const TrainData& data, const TrainSettings& s,
           const CommonOptions& common) {
  const std::string json = train_results_json(run, data);
  write_file_atomically(run.path("results.json"), [&](std::ostream& out) { out << json; });
  write_train_report(run, data, s, common.out);
  if (common.json) {
    std::cout << json;
    return kDone;
  }
  common.say(
      score_table(run.final_validation(), all_one_class(*data.val), data.val->class_names()));
  for (const char* file : {"report.html", "results.json", kLogFile, kLastFile}) {
    common.say("wrote " + run.path(file));
  }
  common.say(text("wrote ", run.path(kBestFile), " (iteration ", run.best().iteration,
                  ", mean IoU ", score_text(run.best().mean_iou), ")"));
  return kDone;
}

int run(TrainOptions& o) {
  const bool resume = !o.resume.empty();
  if (resume) o.common.out = o.resume;
  o.common.apply();
  TrainData data;
  if (!resume) require_new_folder(o);
  const TrainSettings s = resume ? resumed_settings(o, data) : start_settings(o, data);
  prepare_folder(o.common.out, understand([&] { return bytes_to_write(s, *data.train); }));
  catch_interrupts();
  std::unique_ptr<TrainRun> run =
      understand([&] { return std::make_unique<TrainRun>(s, data, o.common, resume); });
  if (!resume) write_settings(s, data, o.common.out);
  if (run->finished() && fs::exists(run->path("report.html"))) {
    o.common.note(text(o.common.out, ": this run is finished: ", run->iterations_done(),
                       " iterations. To train further, start a new one with --weights ",
                       shell_quoted(run->path(kLastFile))));
    if (o.common.json) std::cout << read_file(run->path("results.json"));
    return kDone;
  }
  if (resume) {
    o.common.note(
        text("going on after ", run->iterations_done(), " of ", *s.iterations, " iterations"));
  }
  if (!train(*run, o.common)) {
    o.common.warn(text("Interrupted after ", run->iterations_done(), " of ", *s.iterations,
                       " iterations; the state is saved. To go on:\n  pixelwise train --resume ",
                       shell_quoted(o.common.out)));
    return kFailed;
  }
  return finish(*run, data, s, o.common);
}

}  // namespace

Command add_train(CLI::App& root) {
  auto o = std::make_shared<TrainOptions>();
  CLI::App* app = root.add_subcommand("train", "Trains a network on a data set");
  visit_settings(o->asked, [&](const char* name, auto& value, const char* help) {
    using Value = typename std::decay_t<decltype(value)>::value_type;
    app->add_option(std::string("--") + name, value, help)
        ->type_name(std::is_same_v<Value, std::string> ? "NAME"
                    : std::is_same_v<Value, double>    ? "X"
                                                       : "N");
  });
  o->common.add_out(*app, "out/train", "Folder for checkpoints, log.csv, results and report");
  CLI::Option* resume =
      app->add_option("--resume", o->resume, "Go on with the run in this folder")->type_name("DIR");
  resume->excludes("--out");
  app->add_flag("--overwrite", o->overwrite, "Replace a run that is in the output folder");
  o->common.add_threads(*app);
  o->common.add_json(*app);
  o->common.add_quiet(*app);
  app->footer("\n" + list_of_models() + "\n" + list_of_data());
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise
