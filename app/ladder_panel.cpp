#include "app/ladder_panel.h"

#include <algorithm>

#include "datasets/drawing.h"
#include "datasets/mask.h"
#include "training/predict.h"

namespace pixelwise {
namespace {

// A large ring (its hole is what coarse networks lose), and at least two other kinds of shapes.
bool shows_much(const Mask& mask) {
  constexpr std::size_t kRing = 4, kKinds = 5;  // classes; 0 is the background
  constexpr std::uint64_t kLarge = 1200;        // pixels: of a radius of 25
  const IdHistogram pixels = id_histogram(mask);
  const auto kinds = std::count_if(pixels.begin() + 1, pixels.begin() + 1 + kKinds,
                                   [](std::uint64_t n) { return n > 0; });
  return pixels[kRing] >= kLarge && kinds >= 3;
}

// The first ones, whatever the networks make of them: a panel of chosen successes shows nothing.
std::vector<std::int64_t> panel_images(const Dataset& images, std::size_t count) {
  std::vector<std::int64_t> chosen;
  for (std::int64_t i = 0; i < images.size() && chosen.size() < count; ++i) {
    if (shows_much(images.get(i).mask)) chosen.push_back(i);
  }
  return chosen;
}

}  // namespace

Panel ladder_panel(const LadderRun& run, std::size_t rows) {
  Panel panel{{"image", "truth"}, {}, {}};
  std::vector<std::unique_ptr<Network>> networks;
  for (const char* name : {"fcn32s", "fcn16s", "fcn8s"}) {
    const StageResult* stage = find_stage(run, name);
    panel.columns.push_back(stage->stage.title);
    networks.push_back(stage_network(stage->stage, stage->weights));
  }
  const Dataset& images = *run.data.val;
  for (const std::int64_t i : panel_images(images, rows)) {
    const Sample sample = images.get(i);
    panel.rows.push_back(sample.name);
    std::vector<Image>& row = panel.pictures.emplace_back();
    row.push_back(sample.image);
    row.push_back(colourise(sample.mask, images.palette()));
    for (const auto& network : networks) {
      row.push_back(
          colourise(predict(*network, sample.image, preprocessing("shapes")), images.palette()));
    }
  }
  return panel;
}

Image panel_sheet(const Panel& panel, int zoom) {
  std::vector<Image> tiles;
  for (const std::vector<Image>& row : panel.pictures) {
    tiles.insert(tiles.end(), row.begin(), row.end());
  }
  return make_sheet(tiles,
                    {.columns = static_cast<int>(panel.columns.size()), .gap = 6, .zoom = zoom});
}

}  // namespace pixelwise
