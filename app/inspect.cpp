// pixelwise inspect: what is in a weight file, a checkpoint, a mask or an image.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "datasets/image.h"
#include "datasets/mask.h"
#include "report/json_text.h"
#include "training/checkpoint.h"
#include "weights/names.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

struct InspectOptions {
  CommonOptions common;
  std::string file;
};

struct Range {
  double low = 0, high = 0;
  std::int64_t not_finite = 0;
};

Range range_of(const Array& values) {
  Range range;
  bool first = true;
  for (std::int64_t i = 0; i < values.size(); ++i) {
    const double v = values(i);
    if (!std::isfinite(v)) {
      ++range.not_finite;
      continue;
    }
    range.low = first ? v : std::min(range.low, v);
    range.high = first ? v : std::max(range.high, v);
    first = false;
  }
  return range;
}

Json tensor_json(const std::string& name, const Array& values) {
  Json shape = Json::array();
  for (int axis = 0; axis < values.shape().rank(); ++axis) shape.push_back(values.shape()[axis]);
  const Range range = range_of(values);
  return {{"name", name},     {"shape", shape},    {"parameters", values.size()},
          {"min", range.low}, {"max", range.high}, {"not_finite", range.not_finite}};
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

Json inspect_picture(const std::string& path) {
  const Image image = read_image(path);
  const auto [low, high] = std::minmax_element(image.pixels.begin(), image.pixels.end());
  Json json = {{"file", path},
               {"width", image.width},
               {"height", image.height},
               {"min", *low},
               {"max", *high}};
  try {
    const NumberedMask read = read_numbered_mask(path);
    const IdHistogram pixels = id_histogram(read.mask);
    Json ids = Json::object(), colours = Json::object();
    for (std::size_t id = 0; id < pixels.size(); ++id) {
      if (pixels[id] == 0) continue;
      ids[std::to_string(id)] = pixels[id];
      if (id >= read.palette.size()) continue;
      const Colour c = read.palette[id];
      colours[std::to_string(id)] = {c.r, c.g, c.b};
    }
    json["kind"] = "mask, or a grey image";
    json["pixels_of_id"] = std::move(ids);
    if (!colours.empty()) json["colour_of_id"] = std::move(colours);
  } catch (const std::runtime_error& error) {
    json["kind"] = "image";
    json["not_a_mask"] = error.what();
  }
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
    std::string line = "  " + name + std::string(name.size() < 26 ? 26 - name.size() : 1, ' ');
    line += t["shape"].dump();
    line += text("  from ", t["min"].get<double>(), " to ", t["max"].get<double>());
    if (t["not_finite"] > 0) line += text("  NOT FINITE: ", t["not_finite"]);
    common.say(line);
  }
  for (const auto& [name, why] : json["skipped"].items()) {
    common.say("  " + name + "  left out: " + why.get<std::string>());
  }
}

void say_picture(const CommonOptions& common, const Json& json) {
  common.say(text(json["file"].get<std::string>(), ": ", json["kind"].get<std::string>(), ", ",
                  json["width"], "x", json["height"], " (width x height), values ", json["min"],
                  " to ", json["max"]));
  if (json.contains("not_a_mask")) {
    common.say("  as a mask: " + json["not_a_mask"].get<std::string>());
    return;
  }
  const bool palette = json.contains("colour_of_id");
  common.say(palette ? "  id      pixels      colour (R G B)" : "  id      pixels");
  for (const auto& [id, pixels] : json["pixels_of_id"].items()) {
    std::string line = "  " + id + std::string(8 - id.size(), ' ') + pixels.dump();
    if (palette && json["colour_of_id"].contains(id)) {
      const Json& c = json["colour_of_id"][id];
      line += std::string(line.size() < 22 ? 22 - line.size() : 1, ' ') +
              text(c[0], " ", c[1], " ", c[2]);
    }
    common.say(line + (id == "255" ? "  (void, or the object of a binary mask)" : ""));
  }
}

int run(const InspectOptions& o) {
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
  o->common.add_json(*app);
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise
