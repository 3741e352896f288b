#include "app/ladder_panel.h"

#include <algorithm>
#include <numeric>

#include "datasets/drawing.h"
#include "datasets/mask.h"
#include "training/predict.h"

namespace pixelwise {
namespace {

constexpr std::size_t kRing = 4;            // its class, TOY_TASK's showpiece
constexpr std::uint64_t kEnoughRing = 400;  // pixels

// How much there is to see: the number of kinds of shapes, nothing without a ring.
int interest(const Mask& mask) {
  const IdHistogram pixels = id_histogram(mask);
  if (pixels[kRing] < kEnoughRing) return 0;
  return static_cast<int>(
      std::count_if(pixels.begin() + 1, pixels.begin() + 6, [](auto n) { return n > 0; }));
}

std::vector<std::int64_t> most_interesting(const Dataset& images, std::size_t count) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(images.size()));
  std::iota(order.begin(), order.end(), 0);
  std::vector<int> interests;
  for (const std::int64_t i : order) interests.push_back(interest(images.get(i).mask));
  std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
    return interests[static_cast<std::size_t>(a)] > interests[static_cast<std::size_t>(b)];
  });
  order.resize(std::min(order.size(), count));
  return order;
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
  for (const std::int64_t i : most_interesting(images, rows)) {
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
