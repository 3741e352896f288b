#include "training/heat_map.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "autograd/ops/softmax.h"
#include "base/check.h"
#include "datasets/drawing.h"
#include "datasets/mask.h"
#include "datasets/transforms.h"
#include "layers/init.h"
#include "layers/mode_scope.h"
#include "models/surgery.h"
#include "training/predict.h"
#include "training/to_array.h"

namespace pixelwise {
namespace {

constexpr int kStride = 32;
constexpr std::size_t kMostColours = 254;  // of classes that a mask tells apart
constexpr std::size_t kMostTiles = 6;
constexpr Colour kHeat{230, 95, 0};

// The pixel at which the middle 32 pixels of the first window begin.
int first_pixel(std::int64_t window) { return static_cast<int>(window - kStride) / 2; }

// The cell above a pixel, or -1 where there is none.
std::int64_t cell_of(int pixel, int first, std::int64_t cells) {
  if (pixel < first || pixel >= first + kStride * cells) return -1;
  return (pixel - first) / kStride;
}

std::uint8_t mixed(std::uint8_t from, std::uint8_t to, double share) {
  return static_cast<std::uint8_t>(std::lround(from + share * (to - from)));
}

std::vector<HeatClass> classes_in(const std::vector<std::int64_t>& best, const Array& chance) {
  std::map<std::int64_t, HeatClass> by_id;
  const std::int64_t columns = chance.shape()[3];
  for (const std::int64_t id : best) ++by_id[id].windows;
  std::vector<HeatClass> found;
  for (auto& [id, heat] : by_id) {
    heat.id = id;
    for (std::int64_t cell = 0; cell < static_cast<std::int64_t>(best.size()); ++cell) {
      const double probability = chance(0, id, cell / columns, cell % columns);
      if (probability <= heat.probability) continue;
      heat.probability = probability;
      heat.row = cell / columns;
      heat.column = cell % columns;
    }
    found.push_back(heat);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const HeatClass& a, const HeatClass& b) { return a.windows > b.windows; });
  return found;
}

// Photographs are larger than a sheet of eight should be.
Image sheet_tile(const Image& image) {
  constexpr int kWidth = 320;
  if (image.width <= kWidth) return image;
  return resize_image(image, kWidth, std::max(1, image.height * kWidth / image.width));
}

Image framed(Image image, const Colour& colour) {
  constexpr int kFrame = 6;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const bool inside =
          std::min(x, image.width - 1 - x) >= kFrame && std::min(y, image.height - 1 - y) >= kFrame;
      if (inside) continue;
      const std::uint8_t rgb[3] = {colour.r, colour.g, colour.b};
      std::copy_n(rgb, 3, image.at(x, y));
    }
  }
  return image;
}

Array probabilities(const Array& scores) {
  const NoGrad no_grad;
  return softmax(Tensor(scores)).value();
}

// The label of each cell's best class over the cell's 32x32 pixels, void elsewhere.
Mask mask_of_cells(const Image& image, const std::vector<std::int64_t>& best, const Shape& map,
                   int first, const std::map<std::int64_t, std::uint8_t>& label) {
  Mask mask(image.width, image.height, kVoidLabel);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const std::int64_t i = cell_of(y, first, map[2]), j = cell_of(x, first, map[3]);
      if (i < 0 || j < 0) continue;
      const auto found = label.find(best[static_cast<std::size_t>(i * map[3] + j)]);
      if (found != label.end()) mask.at(x, y) = found->second;
    }
  }
  return mask;
}

}  // namespace

std::unique_ptr<VggHeatMap> as_heat_map(Network& network, const std::string& model) {
  auto* classifier = dynamic_cast<VggClassifier*>(&network);
  require(classifier != nullptr, "a heat map needs a VGG classifier such as vgg16, but ", model,
          " is none; if it scores every pixel already, leave --heat-map out");
  const UninitializedWeights all_are_replaced;
  Rng rng(0);
  auto heat_map =
      std::make_unique<VggHeatMap>(classifier->config, classifier->score.weight.shape()[0], rng);
  transplant(state(*classifier), *heat_map);
  return heat_map;
}

HeatMapResult judge_windows(VggHeatMap& network, const Image& image, const Preprocessing& how,
                            const Palette& palette) {
  HeatMapResult result;
  result.window = kStride * network.config.fc6_kernel;
  {
    const EvaluationScope evaluation(network);
    result.scores = network(Tensor(to_array(image, how))).value();
  }
  const Shape& shape = result.scores.shape();
  const std::vector<std::int64_t> best = best_classes(result.scores);
  result.found = classes_in(best, probabilities(result.scores));

  // A mask holds ids up to 254. Of more classes those that were found are numbered anew.
  const bool few = shape[1] <= static_cast<std::int64_t>(kMostColours) + 1;
  std::map<std::int64_t, std::uint8_t> label;
  for (std::size_t place = 0; place < result.found.size() && place < kMostColours; ++place) {
    HeatClass& heat = result.found[place];
    label[heat.id] = static_cast<std::uint8_t>(few ? heat.id : static_cast<std::int64_t>(place));
  }
  result.palette = few ? palette : voc_palette(static_cast<int>(kMostColours));
  for (HeatClass& heat : result.found) {
    if (label.count(heat.id) > 0) heat.colour = result.palette.at(label[heat.id]);
  }
  result.mask = mask_of_cells(image, best, shape, first_pixel(result.window), label);
  return result;
}

Image heat_overlay(const Image& image, const Array& map, std::int64_t channel, double low,
                   double high, int first) {
  const std::int64_t rows = map.shape()[2], columns = map.shape()[3];
  require(image.channels == 3 && low < high && first >= 0 &&
              first + kStride * columns <= image.width && first + kStride * rows <= image.height,
          "heat_overlay: a map of ", columns, "x", rows, " cells from pixel ", first,
          " on, in an image of ", image.width, "x", image.height);
  Image result = image;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      std::uint8_t* pixel = result.at(x, y);
      const std::int64_t i = cell_of(y, first, rows), j = cell_of(x, first, columns);
      const double score = i < 0 || j < 0 ? low : static_cast<double>(map(0, channel, i, j));
      const double heat = std::clamp((score - low) / (high - low), 0.0, 1.0);
      // Grey and faded, so that the heat is the only colour.
      const double grey = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
      const auto faded = static_cast<std::uint8_t>(std::lround(128 + grey / 2.01));
      const std::uint8_t hot[3] = {kHeat.r, kHeat.g, kHeat.b};
      for (int k = 0; k < 3; ++k) pixel[k] = mixed(faded, hot[k], 0.85 * heat);
    }
  }
  return result;
}

Image heat_sheet(const Image& image, const HeatMapResult& result) {
  const Array chance = probabilities(result.scores);
  std::vector<Image> tiles = {sheet_tile(image),
                              sheet_tile(overlay(image, result.mask, result.palette))};
  for (std::size_t i = 0; i < result.found.size() && i < kMostTiles; ++i) {
    const HeatClass& heat = result.found[i];
    const int first = first_pixel(result.window);
    tiles.push_back(
        framed(sheet_tile(heat_overlay(image, chance, heat.id, 0, 1, first)), heat.colour));
  }
  return make_sheet(tiles, {.columns = 4});
}

}  // namespace pixelwise
