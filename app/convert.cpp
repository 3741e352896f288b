// pixelwise convert: weight files of others into ones that are ours, or NumPy's.
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/commands.h"
#include "app/model_options.h"
#include "app/weights_option.h"
#include "layers/parameters.h"
#include "models/surgery.h"
#include "report/json_text.h"
#include "weights/names.h"
#include "weights/weight_file.h"

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

// What became of each tensor, in the order of its name.
class Report {
 public:
  void add(const std::string& name, const std::string& status, const Shape& shape,
           const std::string& from, const std::string& why = "") {
    Json row = {{"name", name}, {"status", status}, {"shape", sizes(shape)}};
    if (!from.empty()) row["from"] = from;
    if (!why.empty()) row["why"] = why;
    rows_[name] = std::move(row);
    ++counts_[status];
  }

  void add_skipped(const std::string& name, const std::string& why) {
    rows_[name] = {{"name", name}, {"status", "dropped"}, {"why", why}};
    ++counts_["dropped"];
  }

  Json json() const {
    Json all = Json::object();
    for (const char* status : kStatuses) all[status] = count(status);
    all["tensors"] = Json::array();
    for (const auto& [name, row] : rows_) all["tensors"].push_back(row);
    return all;
  }

  std::int64_t count(const std::string& status) const {
    const auto found = counts_.find(status);
    return found == counts_.end() ? 0 : found->second;
  }

 private:
  static constexpr const char* kStatuses[] = {"copied", "reshaped", "folded", "dropped", "missing"};

  static Json sizes(const Shape& shape) {
    Json list = Json::array();
    for (int axis = 0; axis < shape.rank(); ++axis) list.push_back(shape[axis]);
    return list;
  }

  std::map<std::string, Json> rows_;
  std::map<std::string, std::int64_t> counts_;
};

std::string from_of(const RenamedWeights& renamed, const std::string& name) {
  const auto found = renamed.from.find(name);
  return found == renamed.from.end() ? "" : found->second;
}

RenamedWeights keep_names(const std::map<std::string, Array>& tensors) {
  RenamedWeights kept = with_our_names(tensors);  // for the naming
  kept.tensors = tensors;
  kept.from.clear();
  return kept;
}

// All tensors, as the file has them but for their names.
WeightFile convert_all(WeightFile file, const RenamedWeights& renamed, Report& report) {
  for (const auto& [name, values] : renamed.tensors) {
    report.add(name, "copied", values.shape(), from_of(renamed, name));
  }
  file.tensors = renamed.tensors;
  return file;
}

// The tensors that `network` can use, in its shapes.
WeightFile convert_for(Network& network, const ConvertOptions& o, const RenamedWeights& renamed,
                       Report& report) {
  const TransplantReport done = transplant(renamed.tensors, network);
  const std::map<std::string, Array> state = pixelwise::state(network);
  WeightFile file;
  for (const auto& [names, status] :
       {std::pair(&done.copied, "copied"), std::pair(&done.reshaped, "reshaped")}) {
    for (const std::string& name : *names) {
      file.tensors[name] = state.at(name);
      report.add(name, status, state.at(name).shape(), from_of(renamed, name));
    }
  }
  for (const std::string& name : done.folded) {
    report.add(name, "folded", renamed.tensors.at(name).shape(), from_of(renamed, name),
               "into the score layer behind it");
  }
  for (const std::string& name : done.dropped) {
    if (state.contains(name)) continue;  // of another shape: listed as missing, with both
    report.add(name, "dropped", renamed.tensors.at(name).shape(), from_of(renamed, name),
               o.model.model + " has none");
  }
  for (const std::string& name : done.missing) {
    const auto given = renamed.tensors.find(name);
    const std::string why = given == renamed.tensors.end()
                                ? "not in the file"
                                : text("the file's has shape ", given->second.shape());
    report.add(name, "missing", state.at(name).shape(), "", why);
  }
  if (file.tensors.empty()) {
    fail_file(o.in, "none of its tensors fits --model ", o.model.model, ": ",
              misfits(done, renamed.tensors, network));
  }
  return file;
}

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

// `card` may know the family and the classes.
void write_checkpoint(const ConvertOptions& o, ModelCard card, Network& network,
                      const Report& report) {
  if (report.count("missing") > 0) {
    fail_file(
        o.in, "lacks ", report.count("missing"), " tensors of ", o.model.model,
        ", so that it cannot become a checkpoint to be used by itself; leave --preprocess out "
        "to convert what is there");
  }
  card.model.name = o.model.model;
  card.model.classes = o.model.number_of_classes();
  card.model.width = o.model.width;
  card.model.fc_width = o.model.fc_width;
  if (static_cast<std::int64_t>(card.classes.names.size()) != card.model.classes) {
    card.classes = usual_classes(card.model.classes);
  }
  card.preprocessing = preprocessing(*o.preprocess);
  save_checkpoint(o.out, card, network, nullptr, 0);
}

void say_report(const CommonOptions& common, const Json& json) {
  common.say(text(json["in"].get<std::string>(), " (", json["format"].get<std::string>(), ", ",
                  json["names"].get<std::string>(), ") -> ", json["out"].get<std::string>()));
  for (const Json& row : json["tensors"]) {
    const auto name = row["name"].get<std::string>();
    const auto status = row["status"].get<std::string>();
    std::string line = "  " + name + std::string(name.size() < 24 ? 24 - name.size() : 1, ' ');
    line += status + std::string(10 - status.size(), ' ');
    if (row.contains("shape")) line += row["shape"].dump() + "  ";
    if (row.contains("from")) line += "from " + row["from"].get<std::string>();
    if (row.contains("why")) line += row["why"].get<std::string>();
    common.say(line);
  }
  common.say(text("copied ", json["copied"], ", reshaped ", json["reshaped"], ", dropped ",
                  json["dropped"], ", missing ", json["missing"]));
}

int run(const ConvertOptions& o) {
  o.common.apply();
  check_usage(o);
  WeightFile file = read_weights(o.in);
  if (file.tensors.empty()) fail_file(o.in, "holds no tensors of floating-point numbers");
  const RenamedWeights renamed =
      o.names == "keep" ? keep_names(file.tensors) : with_our_names(file.tensors);
  Json json = {
      {"in", o.in}, {"out", o.out}, {"format", file.format}, {"names", to_string(renamed.naming)}};
  Report report;
  for (const auto& [name, why] : file.skipped) report.add_skipped(name, why);
  if (o.model.model.empty()) {
    if (!file.metadata.empty() && o.out.ends_with(".npz")) {
      o.common.warn("npz has no place for the metadata (model, family, classes, preprocessing)");
    }
    write_weights(o.out, convert_all(std::move(file), renamed, report));
  } else {
    const Checkpoint source = as_checkpoint(o.in, std::move(file));
    ModelOptions model = o.model;
    take_family(model.family, source, o.in, model.model, o.common);
    const std::unique_ptr<Network> network = model.make();
    const WeightFile fitting = convert_for(*network, o, renamed, report);
    if (o.preprocess) {
      ModelCard card;
      if (source.card) card.classes = source.card->classes;
      if (model.family) card.model.family = family_named(*model.family);
      write_checkpoint(o, std::move(card), *network, report);
    } else {
      write_weights(o.out, fitting);
    }
  }
  json.update(report.json());
  if (o.common.json) {
    std::cout << json_text(json) << "\n";
  } else {
    say_report(o.common, json);
  }
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
      ->check(CLI::IsMember({"ours", "keep"}).description(""))
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
