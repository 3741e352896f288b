// pixelwise data: what is in a data set, and what can be reached on it.
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/data_options.h"
#include "app/words.h"
#include "base/counted.h"
#include "datasets/image.h"
#include "datasets/samples_sheet.h"
#include "datasets/statistics.h"
#include "metrics/truth_bound.h"
#include "report/json_text.h"
#include "report/score_text.h"
#include "training/interrupt.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

struct DataOptions {
  CommonOptions common;
  std::string data;
  double split = 0.8;
};

Json part_json(const Dataset& data, const DatasetStatistics& s) {
  Json sizes = Json::array(), classes = Json::array();
  for (const auto& [size, images] : s.sizes) {
    sizes.push_back({{"width", size.first}, {"height", size.second}, {"images", images}});
  }
  const std::vector<double> shares = s.class_shares();
  const std::vector<float> weights = median_frequency_weights(s);
  for (std::size_t c = 0; c < shares.size(); ++c) {
    const Colour colour = data.palette()[c];
    classes.push_back({{"name", data.class_names()[c]},
                       {"colour", {colour.r, colour.g, colour.b}},
                       {"pixels", s.class_pixels[c]},
                       {"share", shares[c]},
                       {"images", s.class_images[c]},
                       {"median_frequency_weight", weights[c]}});
  }
  return {{"images", s.images},
          {"void_share", s.void_share()},
          {"sizes", std::move(sizes)},
          {"classes", std::move(classes)}};
}

// What the truth itself scores after passing through grids of these strides.
Json bound_json(const Dataset& data, const DatasetStatistics& s, const CommonOptions& common) {
  Json bounds = Json::array();
  if (data.whole_image() || s.labelled_pixels() == 0) return bounds;
  Progress progress("truth through coarse grids", 4, common.progress("strides"));
  for (const int stride : {32, 16, 8, 4}) {
    if (interrupted()) throw Interrupted();
    const ConfusionMatrix scores = truth_downsampling_bound(data, stride);
    bounds.push_back({{"stride", stride},
                      {"mean_iou", scores.mean_iou()},
                      {"pixel_accuracy", scores.pixel_accuracy()}});
    progress.update(static_cast<std::int64_t>(bounds.size()));
  }
  progress.finish();
  return bounds;
}

void say_part(const CommonOptions& common, const char* name, const Json& part) {
  std::string sizes;
  int shown = 0;
  for (const Json& size : part["sizes"]) {
    if (++shown > 5) break;
    sizes +=
        text(sizes.empty() ? "" : ", ", size["images"], " of ", size["width"], "x", size["height"]);
  }
  if (part["sizes"].size() > 5) sizes += text(" and ", part["sizes"].size() - 5, " more sizes");
  common.say(text(name, ": ", counted(part["images"], "image"), " (", sizes,
                  "), share of void pixels ", score_text(part["void_share"].get<double>())));
  common.say("  class               share   images  median-frequency weight, colour (R G B)");
  for (const Json& c : part["classes"]) {
    common.say("  " + cell(c["name"].get<std::string>(), 20) +
               cell(score_text(c["share"].get<double>()), 8) + cell(c["images"].dump(), 8) +
               cell(score_text(c["median_frequency_weight"].get<double>()), 8) +
               text(c["colour"][0], " ", c["colour"][1], " ", c["colour"][2]));
  }
}

void say_all(const CommonOptions& common, const Json& result) {
  for (const Json& note : result["notes"]) common.say("note: " + note.get<std::string>());
  for (const char* part : {"train", "val"}) say_part(common, part, result[part]);
  if (result["truth_bound"].empty()) return;
  common.say("What the validation truth scores after passing through a grid of a stride:");
  for (const Json& bound : result["truth_bound"]) {
    common.say(text("  stride ", bound["stride"], ": mean IoU ",
                    score_text(bound["mean_iou"].get<double>()), ", pixel accuracy ",
                    score_text(bound["pixel_accuracy"].get<double>())));
  }
}

int run(const DataOptions& o) {
  o.common.apply();
  require_usage(!o.data.empty(), "the data set is missing: ", program_name(), " data DATA");
  DatasetOptions options;
  options.seed = o.common.seed;
  options.split = o.split;
  CommonOptions silent = o.common;
  silent.quiet = true;  // notes belong to the result here
  const DatasetPtr train = open_split(o.data, Split::train, options, silent);
  const DatasetPtr val = open_split(o.data, Split::val, options, silent);
  prepare_folder(o.common.out);
  catch_interrupts();
  Json result = {{"data", o.data}, {"notes", train->notes()}};
  result["train"] = part_json(*train, collect_statistics(*train));
  const DatasetStatistics of_val = collect_statistics(*val);
  result["val"] = part_json(*val, of_val);
  result["truth_bound"] = bound_json(*val, of_val, o.common);
  if (of_val.labelled_pixels() == 0) {
    result["notes"].push_back("the validation masks are void everywhere: nothing can be measured");
  }
  const std::string samples = (std::filesystem::path(o.common.out) / "samples.png").string();
  write_png(samples, samples_sheet(*train));
  result["samples"] = samples;
  if (o.common.json) std::cout << json_text(result) << "\n";
  if (!o.common.json) say_all(o.common, result);
  o.common.say("wrote " + samples);
  return kDone;
}

}  // namespace

Command add_data(CLI::App& root) {
  auto o = std::make_shared<DataOptions>();
  CLI::App* app = root.add_subcommand(
      "data", "Sizes, classes and samples of a data set, and what coarse grids cost on it");
  // Not required(): two spellings of one option would both be called so in the help.
  app->add_option("data,--data", o->data, "The data set; one of those listed below");
  app->add_option("--split", o->split, "Share of training images where the data has no split")
      ->check(CLI::Range(0.0, 1.0).description(""))
      ->capture_default_str();
  o->common.add_out(*app, "out/data", "Folder for samples.png");
  o->common.add_seed(*app, "Seed of generated training images");
  o->common.add_threads(*app);
  o->common.add_json(*app);
  o->common.add_quiet(*app);
  app->footer("\n" + list_of_data());
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise
