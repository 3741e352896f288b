// pixelwise inspect: what is in a weight file, a checkpoint, a mask or an image.
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/inspect_picture.h"
#include "app/words.h"
#include "datasets/image.h"
#include "report/json_text.h"
#include "training/checkpoint.h"
#include "weights/byte_listing.h"
#include "weights/names.h"
#include "weights/stored_array.h"
#include "weights/tensor_range.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

struct InspectOptions {
  CommonOptions common;
  std::string file;
  bool bytes = false;
};

Json tensor_json(const std::string& name, const Array& values) {
  const TensorRange range = range_of(values);
  return {{"name", name},
          {"shape", sizes_of(values.shape())},
          {"parameters", values.size()},
          {"min", range.low},
          {"max", range.high},
          {"not_finite", range.not_finite}};
}

Json card_json(const Checkpoint& checkpoint) {
  const ModelCard& card = *checkpoint.card;
  Json json = {{"model", card.model.name}, {"classes", card.classes.names}};
  if (card.model.width) json["width"] = *card.model.width;
  if (card.model.fc_width) json["fc_width"] = *card.model.fc_width;
  if (card.model.dropout) json["dropout"] = *card.model.dropout;
  if (card.model.family) json["family"] = family_name(*card.model.family);
  json["preprocess"] = card.preprocessing.name;
  json["iterations"] = checkpoint.iterations;
  json["optimizer_state"] = !checkpoint.optimizer.empty();
  return json;
}

Json inspect_weights(const std::string& path) {
  const Checkpoint checkpoint = load_checkpoint(path);
  Json json = {{"file", path},
               {"kind", checkpoint.card ? "checkpoint" : "weights"},
               {"format", checkpoint.format},
               {"names", to_string(with_our_names(checkpoint.weights).naming)}};
  if (checkpoint.card) json["card"] = card_json(checkpoint);
  std::int64_t parameters = 0;
  Json tensors = Json::array();
  for (const auto& [name, values] : checkpoint.weights) {
    parameters += values.size();
    tensors.push_back(tensor_json(name, values));
  }
  json["parameters"] = parameters;
  json["tensors"] = std::move(tensors);
  json["skipped"] = checkpoint.skipped;
  return json;
}

void say_weights(const CommonOptions& common, const Json& json) {
  common.say(text(json["file"].get<std::string>(), ": ", json["kind"].get<std::string>(), " (",
                  json["format"].get<std::string>(), ", ", json["names"].get<std::string>(), "), ",
                  json["tensors"].size(), " tensors, ", json["parameters"], " parameters"));
  if (json.contains("card")) {
    for (const auto& [key, value] : json["card"].items()) {
      common.say("  " + key + ": " + (value.is_string() ? value.get<std::string>() : value.dump()));
    }
  }
  for (const Json& t : json["tensors"]) {
    const auto name = t["name"].get<std::string>();
    std::string line = "  " + cell(name, 26);
    line += t["shape"].dump();
    line += text("  from ", t["min"].get<double>(), " to ", t["max"].get<double>());
    if (t["not_finite"] > 0) line += text("  NOT FINITE: ", t["not_finite"]);
    common.say(line);
  }
  for (const auto& [name, why] : json["skipped"].items()) {
    common.say("  " + name + "  left out: " + why.get<std::string>());
  }
}

int run(const InspectOptions& o) {
  require_usage(!o.bytes || !o.common.json, "--bytes is a listing for people; leave --json out");
  if (o.bytes) {
    list_bytes(FileBytes(o.file), std::cout);
    return kDone;
  }
  const bool picture = is_image_name(o.file);
  const Json json = picture ? inspect_picture(o.file) : inspect_weights(o.file);
  if (o.common.json) {
    std::cout << json_text(json) << "\n";
  } else if (picture) {
    say_picture(o.common, json);
  } else {
    say_weights(o.common, json);
  }
  return kDone;
}

}  // namespace

Command add_inspect(CLI::App& root) {
  auto o = std::make_shared<InspectOptions>();
  CLI::App* app =
      root.add_subcommand("inspect", "What is in a weight file, a checkpoint, a mask or an image");
  app->add_option("file", o->file,
                  "A weight file (safetensors, npz, npy, .pth, caffemodel), or a PNG, JPEG, "
                  "WebP, BMP, TIFF, PGM or PPM")
      ->type_name("FILE")
      ->required();
  app->add_flag("--bytes", o->bytes,
                "A .pth, .npz, .npy or safetensors file byte by byte, with what each part means: "
                "headers, the pickle's opcodes, the first numbers of each tensor");
  o->common.add_json(*app);
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise
