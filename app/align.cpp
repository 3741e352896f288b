// pixelwise align: where the cells of every layer lie on the image, and the crops that follow.
#include "models/align.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "app/model_options.h"
#include "report/plot.h"

namespace pixelwise {
namespace {

using Json = nlohmann::ordered_json;

struct AlignOptions {
  CommonOptions common;
  ModelOptions model;
};

Json align_json(const std::string& model, const AlignmentReport& report) {
  Json offsets = Json::object(), layers = Json::array();
  for (const auto& [name, offset] : report.offsets) offsets[name] = offset;
  for (const AlignedLayer& layer : report.layers) {
    layers.push_back(
        {{"name", layer.name}, {"scale", layer.rows.scale}, {"shift", layer.rows.shift}});
  }
  return {{"model", model}, {"offsets", std::move(offsets)}, {"layers", std::move(layers)}};
}

// Pixels between two cells, the pixel under cell 0, and how many cells there are.
std::string line_of(const AlignedLayer& layer) {
  const CoordinateMap back = inverse(layer.rows);
  const bool is_map = layer.shape.rank() == 4;
  std::array<char, 128> line{};
  std::snprintf(line.data(), line.size(), "%-16s %10.6g %12.6g %10.6g %12.6g %9s",
                layer.name.c_str(), layer.rows.scale, layer.rows.shift, back.scale, back.shift,
                is_map ? text(layer.shape[2], "x", layer.shape[3]).c_str() : "-");
  return line.data();
}

std::string offsets_line(const AlignmentReport& report) {
  std::string line;
  for (const auto& [name, offset] : report.offsets) {
    line += text(line.empty() ? "" : ", ", name, " ", offset);
  }
  return line.empty() ? "No maps meet, nothing is cropped." : "Offsets of the crops: " + line;
}

// The centres of all cells of a layer, along the rows of the image.
Series cells_of(const AlignedLayer& layer, double y) {
  Series series;
  series.dots = true;
  const CoordinateMap back = inverse(layer.rows);
  for (std::int64_t i = 0; i < layer.shape[2]; ++i) {
    series.x.push_back(back.scale * static_cast<double>(i) + back.shift);
    series.y.push_back(y);
  }
  return series;
}

// A line of dots for each layer, the first one at the top. Layers that lie alike share a line.
LinePlot picture_of(const std::string& model, const AlignmentReport& report, std::int64_t height) {
  LinePlot plot;
  plot.title = model + ": where the cells of each layer lie";
  plot.x_label = "row of the image (pixels)";
  plot.markers = {{-0.5, "image begins"}, {static_cast<double>(height) - 0.5, "image ends"}};
  const AlignedLayer* last = nullptr;
  for (const AlignedLayer& layer : report.layers) {
    if (layer.shape.rank() != 4) break;
    const bool alike = last != nullptr && layer.rows.scale == last->rows.scale &&
                       layer.rows.shift == last->rows.shift && layer.shape[2] == last->shape[2];
    if (!alike) {
      plot.y_names.push_back(layer.name);
      plot.series.push_back(cells_of(layer, -static_cast<double>(plot.series.size())));
    } else {
      std::string& name = plot.y_names.back();
      name = name.substr(0, name.find(" ... ")) + " ... " + layer.name;
    }
    last = &layer;
  }
  plot.y_max = 1.2;  // the words of the markers stand above the first line
  plot.height = 120 + 28 * static_cast<int>(plot.series.size());
  return plot;
}

int run(const AlignOptions& o) {
  o.common.apply();
  const Shape input = o.model.input(1);
  const std::unique_ptr<Network> network = o.model.make_narrow();
  require_usage(input[2] % network->stride() == 0 && input[3] % network->stride() == 0, "--size ",
                input[2], "x", input[3], ": ", o.model.model, " takes multiples of ",
                network->stride());
  const AlignmentReport report = align(*network, input);
  if (o.common.json) {
    std::cout << align_json(o.model.model, report).dump(2) << "\n";
  } else {
    o.common.say(
        "Pixel x of the image lies at scale x + shift in the layer. Its cell 0 lies on pixel");
    o.common.say("`first`, and the next ones `every` pixels further.\n");
    o.common.say("layer                 scale        shift      every        first     cells");
    for (const AlignedLayer& layer : report.layers) o.common.say(line_of(layer));
    o.common.say("\n" + offsets_line(report));
  }
  if (!o.common.out.empty()) {
    prepare_folder(o.common.out);
    const std::string path = (std::filesystem::path(o.common.out) / "align.svg").string();
    write_plot(path, picture_of(o.model.model, report, input[2]));
    o.common.say("wrote " + path);
  }
  return kDone;
}

}  // namespace

Command add_align(CLI::App& root) {
  auto o = std::make_shared<AlignOptions>();
  CLI::App* app = root.add_subcommand(
      "align", "Where the cells of every layer lie on the image, and the crops that follow");
  o->model.add(*app);
  o->common.add_out(*app, "", "Folder for the picture align.svg; without it, none is drawn");
  o->common.add_threads(*app);
  o->common.add_json(*app);
  return {app, [o] { return run(*o); }};
}

}  // namespace pixelwise
