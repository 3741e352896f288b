#include "training/look_run.h"

#include <algorithm>
#include <filesystem>
#include <numeric>

#include "base/check.h"
#include "datasets/image.h"
#include "datasets/transforms.h"
#include "layers/parameters.h"
#include "training/to_array.h"

namespace pixelwise {
namespace {

constexpr int kMostPixels = 512;
constexpr std::size_t kMostClasses = 4;

// All images at the size of the first; of a classifier at the one size that it takes.
std::vector<Image> images_to_look_at(const LoadedModel& model, const LookQuestion& question,
                                     const Note& note) {
  std::vector<Image> images;
  const int taken = static_cast<int>(model_info(model.card.model.name).image_size);
  int width = taken, height = taken;
  for (const std::string& path : question.images) {
    Image image = read_image(path);
    if (width == 0) {
      const int longer = std::max(image.width, image.height);
      const int most = std::min(longer, kMostPixels);
      width = std::max(1, image.width * most / longer);
      height = std::max(1, image.height * most / longer);
    }
    if (image.width != width || image.height != height) {
      note(text(path, ": ", image.width, "x", image.height, " pixels, looked at as ", width, "x",
                height));
      image = resize_image(image, width, height);
    }
    images.push_back(std::move(image));
  }
  return images;
}

// The classes with the highest scores at a pixel, the highest first.
std::vector<std::int64_t> best_classes_at(const Array& scores, const MapElement& pixel) {
  const std::int64_t count = scores.shape()[1];
  const auto score = [&](std::int64_t c) {
    return scores.shape().rank() == 2 ? scores(0, c) : scores(0, c, pixel.row, pixel.column);
  };
  std::vector<std::int64_t> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::int64_t a, std::int64_t b) { return score(a) > score(b); });
  order.resize(std::min(order.size(), kMostClasses));
  return order;
}

// Writes a picture, or says why not.
void draw(LookAnswer& answer, const std::string& folder, const std::string& name, const Plot& plot,
          const Note& note) {
  const std::string path = (std::filesystem::path(folder) / name).string();
  const std::string missing = try_write_plot(path, plot);
  if (missing.empty()) {
    answer.files.push_back(path);
  } else {
    note(name + " is not drawn: " + missing);
  }
}

void draw_filters(const LoadedModel& model, LookAnswer& answer, const std::string& folder,
                  const Note& note) {
  for (const NamedParameter& p : named_parameters(*model.network)) {
    if (p.tensor.shape().rank() != 4) continue;
    const std::vector<CaptionedTile> all =
        filter_tiles(p.tensor.value(), model.card.preprocessing.bgr);
    const Shape& s = p.tensor.shape();
    const bool colours = s[1] == 3;
    TileSheet sheet{
        .title = text(p.name, ": ", all.size(),
                      static_cast<std::int64_t>(all.size()) < s[0] ? text(" of ", s[0]) : "",
                      " filters"),
        .rows = {{colours ? "as colours, grey is 0" : "summed over its channels", all}},
        .columns = 8,
        .tile = 48};
    if (!colours) sheet.legend = signed_legend();
    draw(answer, folder, "filters.png", sheet_diagram(sheet), note);
    return;  // the first layer only
  }
}

void draw_maps(const RecordedGraph& graph, const std::vector<std::string>& layers,
               const Image& image, LookAnswer& answer, const std::string& folder,
               const Note& note) {
  TileSheet sheet{.title = "Feature maps: the channels that vary most", .legend = signed_legend()};
  sheet.rows.push_back({"the image", {{image, ""}}});
  for (const std::string& layer : layers) {
    const Tensor map = map_of_layer(graph, layer);
    const Shape& s = map.shape();
    if (s.rank() != 4) continue;
    sheet.rows.push_back({text(layer, ": ", s[1], " channels of ", s[2], "x", s[3]),
                          map_tiles(map.value(), sheet.columns)});
  }
  draw(answer, folder, "maps.png", sheet_diagram(sheet), note);
}

}  // namespace

LookAnswer look(const LoadedModel& model, const LookQuestion& question, const std::string& folder,
                const Note& note) {
  Network& network = *model.network;
  const std::vector<std::string>& names = model.card.classes.names;
  const std::vector<Image> images = images_to_look_at(model, question, note);
  const Image& image = images.front();
  std::vector<Array> inputs;
  for (const Image& one : images) inputs.push_back(to_array(one, model.card.preprocessing));

  LookAnswer answer;
  answer.pixel = question.pixel.value_or(MapElement{image.height / 2, image.width / 2});
  require(answer.pixel.row < image.height && answer.pixel.column < image.width, "look: row ",
          answer.pixel.row, ", column ", answer.pixel.column, " of an image with ", image.height,
          " rows and ", image.width, " columns; they are counted from 0");
  const RecordedGraph graph = record_layers(network, inputs[0]);
  const std::vector<std::string> layers =
      question.layers.empty() ? usual_layers(graph) : question.layers;
  for (const std::string& layer : layers) recorded_step(graph, layer);
  const Array& scores = graph.back().tensor.value();
  const std::vector<std::int64_t> best = best_classes_at(scores, answer.pixel);
  answer.pixel.channel = best[0];
  answer.class_name = names.at(static_cast<std::size_t>(best[0]));

  draw_filters(model, answer, folder, note);
  draw_maps(graph, layers, image, answer, folder, note);
  answer.sights = sights(network, inputs, layers, answer.pixel);
  draw(answer, folder, "sight.png",
       sight_picture(answer.sights.back(), image,
                     "What the score of " + answer.class_name + " sees"),
       note);
  if (scores.shape().rank() == 4) {
    for (const std::int64_t c : best) {
      answer.term_classes.push_back(names.at(static_cast<std::size_t>(c)));
    }
    answer.terms = score_terms(network, inputs[0], best, answer.pixel.row, answer.pixel.column);
    draw(answer, folder, "terms.png", terms_chart(answer.terms, answer.term_classes), note);
  }
  return answer;
}

}  // namespace pixelwise
