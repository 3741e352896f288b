// pixelwise eval: the scores of a trained network over a data set.
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/data_options.h"
#include "app/findings_words.h"
#include "app/weights_option.h"
#include "app/words.h"
#include "base/atomic_file.h"
#include "base/counted.h"
#include "base/terminal.h"
#include "doctor/score_findings.h"
#include "doctor/verdict.h"
#include "metrics/all_one_class.h"
#include "metrics/segmentation_metrics.h"
#include "report/json_text.h"
#include "report/results.h"
#include "report/score_table.h"
#include "training/class_identity.h"
#include "training/evaluate.h"
#include "training/interrupt.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

struct EvalOptions {
  CommonOptions common;
  WeightsOptions weights;
  std::string data;
  std::string part = "val";
  double split = 0.8;
  std::int64_t batch = 4;
  bool doctor = false;
};

ConfusionMatrix evaluate_all(const EvalOptions& o, const LoadedModel& model, const Dataset& data) {
  Progress progress("eval", data.size(), o.common.progress("img"));
  EvaluateOptions options;
  options.batch_size = o.batch;
  options.should_stop = interrupted;
  options.on_progress = [&](std::int64_t done, std::int64_t) { progress.update(done); };
  ConfusionMatrix scores = evaluate(*model.network, data, model.card.preprocessing, options);
  progress.finish();
  return scores;
}

void say_examination(const CommonOptions& common, const Examination& examination) {
  common.say("layer               channels  dead");
  for (const LayerActivity& layer : examination.layers) {
    common.say(cell(layer.layer, 20) + cell(text(layer.channels), 10) + text(layer.dead) +
               (layer.zero_weights ? "  all weights are zero" : ""));
  }
  say_findings(common, examination.findings);
}

int run(const EvalOptions& o) {
  o.common.apply();
  const LoadedModel model = o.weights.load(o.common);
  const ModelInfo& info = model_info(model.card.model.name);
  DatasetOptions options;
  options.seed = o.common.seed;
  options.split = o.split;
  options.width = options.height = static_cast<int>(info.image_size);
  const DatasetPtr data =
      open_split(o.data, o.part == "train" ? Split::train : Split::val, options, o.common);
  require_usage(info.classifier == data->whole_image(), o.weights.weights, " is a ", info.name,
                info.classifier ? ", which names whole images, but the masks of "
                                : ", which labels pixels, but ",
                o.data, info.classifier ? " label pixels" : " has one class for each whole image");
  require_usage(model.card.model.classes == data->num_classes(), o.weights.weights, " knows ",
                counted(model.card.model.classes, "class"), " but ", o.data, " has ",
                data->num_classes(), "; train with --weights to move it to other classes");
  if (model.classes_are_named) {
    const ClassComparison compared = compare_classes({o.weights.weights, model.card.classes.names},
                                                     {o.data, data->class_names()});
    require_usage(!compared.conflict(), o.weights.weights, ": ", compared.message);
    if (!compared.message.empty()) o.common.warn(compared.message);
  }
  if (!o.common.out.empty()) prepare_folder(o.common.out);
  catch_interrupts();

  const auto start = std::chrono::steady_clock::now();
  const ConfusionMatrix scores = evaluate_all(o, model, *data);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  const EvalResults results{data->size(), metrics_of(scores), seconds.count()};
  auto json = Json::parse(to_json(results));
  const ConfusionMatrix baseline = all_one_class(scores);
  if (!o.common.json) {
    o.common.say(score_table(scores, baseline, data->class_names(), terminal_columns(1)));
  }
  const std::string line =
      verdict(scores, baseline, score_findings(scores, baseline, data->class_names()));
  json["verdict"] = line;
  if (!o.doctor) o.common.say("verdict: " + line);
  if (o.doctor) {
    const Examination examination = examine(model, *data, o.data, scores);
    o.common.say("verdict: " + examination.verdict);
    json["doctor"] = to_json(examination);
    if (!o.common.json) say_examination(o.common, examination);
  }
  if (o.common.json) std::cout << json_text(json) << "\n";
  if (o.common.out.empty()) return kDone;
  const std::string path = (std::filesystem::path(o.common.out) / "results.json").string();
  write_file_atomically(path, [&](std::ostream& out) { out << json_text(json) << "\n"; });
  o.common.say("wrote " + path);
  return kDone;
}

}  // namespace

Command add_eval(CLI::App& root) {
  auto o = std::make_shared<EvalOptions>();
  CLI::App* app = root.add_subcommand("eval", "Scores of a trained network over a data set");
  o->weights.add(*app);
  app->add_option("--data", o->data, "The data set; one of those listed below")->required();
  app->add_option("--part", o->part, "train or val")
      ->check(one_of({"train", "val"}))
      ->capture_default_str();
  app->add_option("--split", o->split, "Share of training images where the data has no split")
      ->check(CLI::Range(0.0, 1.0).description(""))
      ->capture_default_str();
  app->add_option("--batch", o->batch, "Images at once")
      ->check(CLI::Range(1, 4096).description(""))
      ->capture_default_str();
  app->add_flag("--doctor", o->doctor,
                "Also look for causes: in weights, inputs, images and masks");
  o->common.add_out(*app, "", "Write results.json into this folder");
  o->common.add_seed(*app, "Seed of generated training images");
  o->common.add_threads(*app);
  o->common.add_json(*app);
  o->common.add_quiet(*app);
  app->footer("\n" + list_of_data());
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise
