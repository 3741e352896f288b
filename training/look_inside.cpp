#include "training/look_inside.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/check.h"
#include "layers/mode_scope.h"
#include "models/coordinate_map.h"
#include "models/segment.h"

namespace pixelwise {
namespace {

constexpr Colour kHot{213, 94, 0}, kBorder{31, 35, 40};

Image colour_filter(const Array& w, std::int64_t o, bool bgr, double largest) {
  Image tile(static_cast<int>(w.shape()[3]), static_cast<int>(w.shape()[2]), 3);
  for (int i = 0; i < tile.height; ++i) {
    for (int j = 0; j < tile.width; ++j) {
      for (int c = 0; c < 3; ++c) {
        const double share = static_cast<double>(w(o, bgr ? 2 - c : c, i, j)) / largest;
        tile.at(j, i)[c] = static_cast<std::uint8_t>(std::lround(128 + 127 * share));
      }
    }
  }
  return tile;
}

Image summed_filter(const Array& w, std::int64_t o) {
  const Shape& s = w.shape();
  std::vector<double> sum;
  for (std::int64_t i = 0; i < s[2]; ++i) {
    for (std::int64_t j = 0; j < s[3]; ++j) {
      sum.push_back(0);
      for (std::int64_t c = 0; c < s[1]; ++c) sum.back() += static_cast<double>(w(o, c, i, j));
    }
  }
  return signed_image(sum, static_cast<int>(s[3]), static_cast<int>(s[2]));
}

std::vector<double> channel_of(const Array& map, std::int64_t c) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < map.shape()[2]; ++i) {
    for (std::int64_t j = 0; j < map.shape()[3]; ++j) {
      values.push_back(static_cast<double>(map(0, c, i, j)));
    }
  }
  return values;
}

// The cell of a map that is nearest to a pixel.
std::int64_t cell_at(const Alignment::Axis& axis, std::int64_t cells, std::int64_t pixel) {
  const double at = axis.map.scale * static_cast<double>(pixel) + axis.map.shift;
  return std::clamp<std::int64_t>(std::llround(at), 0, cells - 1);
}

}  // namespace

std::vector<CaptionedTile> filter_tiles(const Array& weights, bool bgr, std::int64_t most) {
  require(weights.shape().rank() == 4, "filter_tiles: weights ", weights.shape(),
          " are not [O, C, K, K]");
  double largest = 1e-12;
  for (std::int64_t i = 0; i < weights.size(); ++i) {
    largest = std::max(largest, static_cast<double>(std::abs(weights(i))));
  }
  std::vector<CaptionedTile> tiles;
  for (std::int64_t o = 0; o < std::min(most, weights.shape()[0]); ++o) {
    tiles.push_back({weights.shape()[1] == 3 ? colour_filter(weights, o, bgr, largest)
                                             : summed_filter(weights, o)});
  }
  return tiles;
}

std::vector<CaptionedTile> map_tiles(const Array& map, std::int64_t most) {
  require(map.shape().rank() == 4, "map_tiles: a map ", map.shape(), " is not [1, C, H, W]");
  const auto channels = static_cast<std::size_t>(map.shape()[1]);
  std::vector<double> variance(channels, 0);
  for (std::size_t c = 0; c < channels; ++c) {
    const std::vector<double> values = channel_of(map, static_cast<std::int64_t>(c));
    const double mean =
        std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    for (const double v : values) variance[c] += (v - mean) * (v - mean);
  }
  std::vector<std::size_t> order(channels);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return variance[a] > variance[b]; });
  order.resize(std::min(order.size(), static_cast<std::size_t>(most)));
  std::vector<CaptionedTile> tiles;
  for (const std::size_t c : order) {
    const std::vector<double> values = channel_of(map, static_cast<std::int64_t>(c));
    tiles.push_back(
        {signed_image(values, static_cast<int>(map.shape()[3]), static_cast<int>(map.shape()[2])),
         text("channel ", c)});
  }
  return tiles;
}

RecordedGraph record_layers(Network& network, const Array& image) {
  const EvaluationScope evaluation(network);
  GraphRecorder recorder;
  recorder.name_parameters(network);
  segment(network, Tensor(image));
  return recorder.graph();
}

std::vector<std::string> usual_layers(const RecordedGraph& graph) {
  std::vector<std::string> pools, convolutions;
  for (const RecordedStep& step : graph) {
    if (step.op == "max_pool2d") pools.push_back(step.name);
    if (step.op == "conv2d") convolutions.push_back(step.name);
  }
  return pools.empty() ? convolutions : pools;
}

std::vector<Sight> sights(Network& network, const std::vector<Array>& images,
                          const std::vector<std::string>& layers, const MapElement& pixel) {
  require(!images.empty(), "sights: no image");
  std::vector<Sight> found;
  {
    const EvaluationScope evaluation(network);
    const Tensor image(images[0]);
    GraphRecorder recorder;
    recorder.name_parameters(network);
    const Alignment alignment(image);
    const Tensor scores = segment(network, image);
    const auto add = [&](const std::string& layer, const Tensor& map, const MapElement& element) {
      const Alignment::Place& place = alignment.place(map);
      const double field = std::max(place.rows.field, place.columns.field);
      found.push_back({layer, map.shape(), element, std::llround(field)});
      if (layer.empty() || map.shape().rank() != 4) return;
      found.back().element.row = cell_at(place.rows, map.shape()[2], pixel.row);
      found.back().element.column = cell_at(place.columns, map.shape()[3], pixel.column);
    };
    const RecordedGraph graph = recorder.graph();
    for (const std::string& layer : layers) {
      if (layer != "scores") add(layer, map_of_layer(graph, layer), {});
    }
    const bool classifier = scores.shape().rank() == 2;
    add("", scores, classifier ? MapElement{0, 0, pixel.channel} : pixel);
  }
  for (Sight& sight : found) {
    sight.influence = mean_influence(network, images, sight.layer, sight.element);
    sight.area = seen_area(sight.influence);
  }
  return found;
}

Diagram sight_picture(const Sight& sight, const Image& image, const std::string& title) {
  Image faded = image;
  double largest = 1e-30;
  for (std::int64_t i = 0; i < sight.influence.size(); ++i) {
    largest = std::max(largest, static_cast<double>(sight.influence(i)));
  }
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      // The root shows weak influence, too.
      const double heat = std::sqrt(static_cast<double>(sight.influence(y, x)) / largest);
      std::uint8_t* pixel = faded.at(x, y);
      const double grey = 150 + (0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2]) * 0.41;
      const std::uint8_t hot[] = {kHot.r, kHot.g, kHot.b};
      for (int k = 0; k < 3; ++k) {
        pixel[k] = static_cast<std::uint8_t>(std::lround(grey + heat * (hot[k] - grey)));
      }
    }
  }
  const double width = 440, scale = width / image.width, left = 20, top = 44;
  Diagram diagram{.title = title, .width = 480};
  diagram.images.push_back({left, top, width, std::move(faded)});
  const auto frame = [&](std::int64_t row, std::int64_t column, std::int64_t rows,
                         std::int64_t columns, bool thin) {
    diagram.boxes.push_back({.x = left + scale * static_cast<double>(column),
                             .y = top + scale * static_cast<double>(row),
                             .width = scale * static_cast<double>(columns),
                             .height = scale * static_cast<double>(rows),
                             .frame = kBorder,
                             .thin = thin});
  };
  const SeenArea& a = sight.area;
  frame(a.top, a.left, a.rows, a.columns, true);
  const std::int64_t bottom = std::min<std::int64_t>(a.effective_top + a.effective, image.height);
  const std::int64_t right = std::min<std::int64_t>(a.effective_left + a.effective, image.width);
  frame(a.effective_top, a.effective_left, bottom - a.effective_top, right - a.effective_left,
        false);
  double y = top + scale * image.height + 18;
  for (const std::string& line :
       {text("orange: influence of each pixel (its square root)"),
        text("thin frame: acts at all, ", a.rows, "x", a.columns, " (on paper ", sight.field, "x",
             sight.field, ")"),
        text("thick frame: 90 % of the influence, ", a.effective, "x", a.effective)}) {
    diagram.captions.push_back({.x = left, .y = y, .text = line});
    y += 20;
  }
  diagram.height = static_cast<int>(y + 4);
  return diagram;
}

BarChart terms_chart(const ScoreTerms& terms, const std::vector<std::string>& class_names) {
  BarChart chart{.title = "What the score is the sum of",
                 .y_label = "part of the score",
                 .categories = class_names,
                 .decimals = -1,
                 .width = 520};
  for (const ScoreTerm& term : terms.terms) {
    chart.groups.push_back({.name = term.name, .values = {}});
    for (const double part : term.parts) chart.groups.back().values.push_back(part);
  }
  chart.groups.push_back({.name = "sum", .values = {}, .colour = Colour{87, 96, 106}});
  for (const double score : terms.scores) chart.groups.back().values.push_back(score);
  return chart;
}

}  // namespace pixelwise
