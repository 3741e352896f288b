// pixelwise data: what is in a data set, and what can be reached on it.
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/data_options.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "datasets/statistics.h"
#include "datasets/transforms.h"
#include "metrics/truth_bound.h"
#include "report/json_text.h"
#include "report/page.h"
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
  Json sizes = Json::array();
  for (const auto& [size, images] : s.sizes) {
    sizes.push_back({{"width", size.first}, {"height", size.second}, {"images", images}});
  }
  Json classes = Json::array();
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
Json bound_json(const Dataset& data, bool labelled, const CommonOptions& common) {
  Json bounds = Json::array();
  if (data.whole_image() || !labelled) return bounds;
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

// Photographs shrunk to a width and height of at most `side`; others as they are.
Sample at_most(const Sample& sample, int side) {
  const int longer = std::max(sample.image.width, sample.image.height);
  if (longer <= side) return sample;
  const auto shrunk = [&](int length) { return std::max(1, length * side / longer); };
  return resize(sample, shrunk(sample.image.width), shrunk(sample.image.height));
}

// A dozen training images, each with its mask in the classes' colours beside it.
void write_samples(const Dataset& data, const std::string& path) {
  constexpr std::int64_t kSamples = 12;
  constexpr int kSide = 512;
  std::vector<Image> tiles;
  const std::int64_t step = std::max<std::int64_t>(1, data.size() / kSamples);
  for (std::int64_t i = 0; i < data.size() && tiles.size() < 2 * kSamples; i += step) {
    const Sample sample = at_most(data.get(i), kSide);
    tiles.push_back(sample.image);
    if (!data.whole_image()) tiles.push_back(colourise(sample.mask, data.palette()));
  }
  const int zoom = std::max(1, 256 / std::max(1, tiles.front().width));
  write_png(path, make_sheet(tiles, {.columns = 6, .zoom = zoom}));
}

// In a column of that width, and at least a space from the next.
std::string left_aligned(const std::string& cell, std::size_t width) {
  return cell + std::string(cell.size() < width ? width - cell.size() : 1, ' ');
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
  common.say(text(name, ": ", part["images"], " images (", sizes, "), share of void pixels ",
                  score_text(part["void_share"].get<double>())));
  common.say("  class               share   images  median-frequency weight, colour (R G B)");
  for (const Json& c : part["classes"]) {
    common.say("  " + left_aligned(c["name"].get<std::string>(), 20) +
               left_aligned(score_text(c["share"].get<double>()), 8) +
               left_aligned(c["images"].dump(), 8) +
               left_aligned(score_text(c["median_frequency_weight"].get<double>()), 8) +
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
  const bool labelled = of_val.labelled_pixels() > 0;
  if (!labelled) {
    result["notes"].push_back("the validation masks are void everywhere: nothing can be measured");
  }
  result["val"] = part_json(*val, of_val);
  result["truth_bound"] = bound_json(*val, labelled, o.common);
  const std::string samples = (std::filesystem::path(o.common.out) / "samples.png").string();
  write_samples(*train, samples);
  result["samples"] = samples;
  if (o.common.json) {
    std::cout << json_text(result) << "\n";
  } else {
    say_all(o.common, result);
    o.common.say("wrote " + samples);
  }
  return kDone;
}

}  // namespace

Command add_data(CLI::App& root) {
  auto o = std::make_shared<DataOptions>();
  CLI::App* app = root.add_subcommand(
      "data", "Sizes, classes and samples of a data set, and what coarse grids cost on it");
  app->add_option("data,--data", o->data, "The data set; one of those listed below")->required();
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
