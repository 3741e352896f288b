// pixelwise convert: weight files of others into ones that are ours, or NumPy's.
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/commands.h"
#include "app/model_options.h"
#include "app/words.h"
#include "report/json_text.h"
#include "training/conversion.h"
#include "training/open_model.h"
#include "weights/stored_array.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

struct ConvertOptions {
  CommonOptions common;
  std::string in, out;
  std::string names = "ours";
  ModelOptions model;  // none if its name is empty
  std::optional<std::string> preprocess;
};

void check_usage(const ConvertOptions& o) {
  require_usage(is_weight_name(o.out), "'", o.out,
                "': the name must end in .safetensors or .npz, which says the format");
  const bool has_model = !o.model.model.empty();
  require_usage(has_model || (!o.model.classes && !o.model.width && !o.model.fc_width &&
                              !o.model.family && !o.preprocess),
                "--classes, --width, --fc-width, --family and --preprocess go with --model");
  require_usage(!has_model || o.names == "ours", "--names keep: --model looks for our names");
  require_usage(!o.preprocess || o.out.ends_with(".safetensors"),
                "--preprocess: only .safetensors has a place for it");
  if (o.preprocess) understand([&] { return preprocessing(*o.preprocess); });
}

void add_fates(Json& json, const ConversionReport& report) {
  for (const char* status : kFates) json[status] = report.count(status);
  json["tensors"] = Json::array();
  for (const auto& [name, fate] : report.fates()) {
    Json row = {{"name", name}, {"status", fate.status}};
    if (fate.shape) row["shape"] = sizes_of(*fate.shape);
    if (!fate.from.empty()) row["from"] = fate.from;
    if (!fate.why.empty()) row["why"] = fate.why;
    json["tensors"].push_back(std::move(row));
  }
}

void say_report(const CommonOptions& common, const Json& json) {
  common.say(text(json["in"].get<std::string>(), " (", json["format"].get<std::string>(), ", ",
                  json["names"].get<std::string>(), ") -> ", json["out"].get<std::string>()));
  for (const Json& row : json["tensors"]) {
    const auto name = row["name"].get<std::string>();
    const auto status = row["status"].get<std::string>();
    std::string line = "  " + cell(name, 24) + cell(status, 10);
    if (row.contains("shape")) line += row["shape"].dump() + "  ";
    const bool from = row.contains("from"), why = row.contains("why");
    if (from) line += "from " + row["from"].get<std::string>();
    if (why) line += (from ? ": " : "") + row["why"].get<std::string>();
    common.say(line);
  }
  common.say(text("copied ", json["copied"], ", reshaped ", json["reshaped"], ", dropped ",
                  json["dropped"], ", missing ", json["missing"]));
}

void convert_to_model(const ConvertOptions& o, const Checkpoint& source,
                      const RenamedWeights& renamed, ConversionReport& report) {
  ModelOptions model = o.model;
  understand([&] { take_family(model.family, source, o.in, model.model, o.common.owner().note); });
  const std::unique_ptr<Network> network = model.make();
  const WeightFile fitting = convert_for(*network, model.model, o.in, renamed, report);
  if (!o.preprocess) {
    write_weights(o.out, fitting);
    return;
  }
  require_complete(report, o.in, model.model);
  ModelCard card{model.config(), {}, preprocessing(*o.preprocess)};
  if (source.card) card.classes = source.card->classes;
  if (static_cast<std::int64_t>(card.classes.names.size()) != card.model.classes) {
    card.classes = usual_classes(card.model.classes);
  }
  save_checkpoint(o.out, card, *network, nullptr, 0);
}

int run(const ConvertOptions& o) {
  o.common.apply();
  check_usage(o);
  WeightFile file = read_weights(o.in);
  require_tensors(o.in, file);
  const RenamedWeights renamed =
      o.names == "keep" ? with_their_names(file.tensors) : with_our_names(file.tensors);
  Json json = {
      {"in", o.in}, {"out", o.out}, {"format", file.format}, {"names", to_string(renamed.naming)}};
  ConversionReport report;
  for (const auto& [name, why] : file.skipped) report.add(name, {"dropped", {}, "", why});
  if (o.model.model.empty()) {
    if (!file.metadata.empty() && o.out.ends_with(".npz")) {
      o.common.warn("npz has no place for the metadata (model, family, classes, preprocessing)");
    }
    write_weights(o.out, convert_all(std::move(file), renamed, report));
  } else {
    convert_to_model(o, as_checkpoint(o.in, std::move(file)), renamed, report);
  }
  add_fates(json, report);
  say_report(o.common, json);
  if (o.common.json) std::cout << json_text(json) << "\n";
  return kDone;
}

}  // namespace

Command add_convert(CLI::App& root) {
  auto o = std::make_shared<ConvertOptions>();
  CLI::App* app = root.add_subcommand(
      "convert",
      "Weight files: from safetensors, npz, npy, .pth or caffemodel to safetensors or npz");
  app->add_option("in", o->in, "The file to read; its format is told by its first bytes")
      ->type_name("IN")
      ->required();
  app->add_option("out", o->out, "The file to write: .safetensors, or .npz for NumPy")
      ->type_name("OUT")
      ->required();
  app->add_option("--names", o->names,
                  "ours: torchvision's and timm's VGG-16 become conv1_1 ... fc7, score; keep: as "
                  "they are")
      ->check(one_of({"ours", "keep"}))
      ->capture_default_str();
  app->add_option("--model", o->model.model,
                  "Keep what this network can use, in its shapes (a fully connected weight becomes "
                  "a convolution), and say what is missing");
  app->add_option("--classes", o->model.classes, "Its number of classes [21; classifiers 1000]");
  app->add_option("--width", o->model.width, "Channels of its first stage [as published]");
  app->add_option("--fc-width", o->model.fc_width, "Outputs of its fc6 and fc7 [4096]");
  app->add_option("--family", o->model.family,
                  "same or caffe, of FCNs [same; for a whole FCN as Caffe and pytorch-fcn name it, "
                  "caffe]");
  app->add_option("--preprocess", o->preprocess,
                  "Write a checkpoint that says its model and how pixels become input (caffe, "
                  "torchvision, unit, none or shapes): eval and predict then need no more");
  o->common.add_json(*app);
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise
