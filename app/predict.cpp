// pixelwise predict: the mask of every image, and the mask laid over it.
#include "training/predict.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/predict_heat_map.h"
#include "app/weights_option.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "datasets/mask.h"
#include "report/json_text.h"
#include "training/images_of.h"
#include "training/interrupt.h"
#include "training/predict_cost.h"
#include "weights/npy.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct PredictOptions {
  CommonOptions common;
  WeightsOptions weights;
  std::vector<std::string> images;
  std::string logits;
  bool heat_map = false;
};

std::string output_path(const PredictOptions& o, const std::string& image, const char* ending) {
  return (fs::path(o.common.out) / (fs::path(image).stem().string() + ending)).string();
}

void check_names(const PredictOptions& o) {
  require_usage(o.logits.empty() || o.images.size() == 1,
                "--logits takes one image, but there are ", o.images.size());
  require_usage(o.logits.empty() || o.logits.ends_with(".npy"), "--logits '", o.logits,
                "': a NumPy file, whose name ends in .npy");
  std::map<std::string, std::string> seen;
  for (const std::string& image : o.images) {
    const auto [place, is_new] = seen.emplace(fs::path(image).stem().string(), image);
    require_usage(is_new, place->second, " and ", image, " would both be written as ",
                  output_path(o, image, ".mask.png"), "; predict them into two folders");
  }
}

std::string shares_line(const Json& shares) {
  std::string line;
  for (const auto& [name, share] : shares.items()) {
    line += text(line.empty() ? "" : ", ", name, " ", std::lround(share.get<double>() * 100), " %");
  }
  return line;
}

Json predict_one(const PredictOptions& o, const LoadedModel& model, const std::string& path) {
  say_cost(path, model, [&](const std::string& line) { o.common.warn(line); });
  const Image image = read_image(path);
  if (auto* const net = dynamic_cast<VggHeatMap*>(model.network.get())) {
    return predict_heat_map(o.common, *net, model.card, path, image, o.logits);
  }
  const Array scores = scores_of(*model.network, image, model.card.preprocessing);
  const std::vector<std::int64_t> classes = best_classes(scores);
  if (!o.logits.empty()) write_npy(o.logits, scores);
  Json entry = {{"image", path}, {"width", image.width}, {"height", image.height}};
  if (!o.logits.empty()) entry["logits"] = o.logits;
  if (scores.shape().rank() == 2) {  // a classifier names the image
    entry["class"] = model.card.classes.names.at(static_cast<std::size_t>(classes.front()));
    o.common.say(path + ": " + entry["class"].get<std::string>());
    return entry;
  }
  entry["shares"] = Json::object();
  for (const auto& [c, share] : shares_of(classes)) {
    entry["shares"][model.card.classes.names.at(static_cast<std::size_t>(c))] = share;
  }
  Mask mask(image.width, image.height);
  std::transform(classes.begin(), classes.end(), mask.ids.begin(), to_label);
  entry["mask"] = output_path(o, path, ".mask.png");
  entry["overlay"] = output_path(o, path, ".overlay.png");
  write_mask(entry["mask"], mask, model.card.classes.palette);
  write_png(entry["overlay"], overlay(image, mask, model.card.classes.palette));
  o.common.say(text(path, ": ", shares_line(entry["shares"]), "\n  wrote ",
                    entry["mask"].get<std::string>(), ", ", entry["overlay"].get<std::string>()));
  return entry;
}

int run(PredictOptions o) {
  o.common.apply();
  const auto [images, left_out] = understand([&] { return images_of(o.images); });
  o.images = images;
  check_names(o);
  LoadedModel model = o.weights.load(o.common);
  if (o.heat_map) {
    model.network = understand([&] { return as_heat_map(*model.network, model.card.model.name); });
  }
  if (!left_out.empty()) o.common.warn(words_for_left_out(left_out));
  prepare_folder(o.common.out);
  catch_interrupts();
  Json predictions = Json::array();
  int status = kDone;
  for (const std::string& image : o.images) {
    if (interrupted()) throw Interrupted();
    // One image that cannot be read does not stop the others.
    const int one = run_guarded(program_name() + " predict", [&] {
      predictions.push_back(predict_one(o, model, image));
      return kDone;
    });
    status = std::max(status, one);
  }
  if (o.common.json) std::cout << json_text(Json{{"predictions", predictions}}) << "\n";
  return status;
}

}  // namespace

Command add_predict(CLI::App& root) {
  auto o = std::make_shared<PredictOptions>();
  CLI::App* app = root.add_subcommand(
      "predict", "Writes NAME.mask.png and NAME.overlay.png for every image, of any size");
  o->weights.add(*app);
  app->add_option("images", o->images,
                  "PNG, JPEG, WebP, BMP, TIFF, PGM or PPM files, or folders of them")
      ->type_name("IMAGE")
      ->required();
  o->common.add_out(*app, ".", "Folder for the pictures");
  app->add_option("--logits", o->logits, "Also write the scores [1, C, H, W] as a NumPy file")
      ->type_name("F.npy");
  app->add_flag(
      "--heat-map", o->heat_map,
      "Of a VGG classifier: judge every window of a larger image, 32 pixels apart; writes "
      "NAME.heat.png, too");
  o->common.add_threads(*app);
  o->common.add_json(*app);
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise
