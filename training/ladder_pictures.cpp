#include "training/ladder_pictures.h"

#include <algorithm>
#include <memory>

#include "datasets/drawing.h"
#include "datasets/mask.h"
#include "report/ladder_files.h"
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

// The first validation images with a large ring and two other kinds of shapes.
Panel ladder_panel(const LadderRun& run, std::size_t rows) {
  Panel panel{.columns = {"image", "truth"}};
  std::vector<std::unique_ptr<Network>> networks;
  for (const char* name : {"fcn32s", "fcn16s", "fcn8s"}) {
    const StageResult* stage = find_stage(run, name);
    panel.columns.push_back(stage->stage.title);
    networks.push_back(stage_network(stage->stage, stage->weights));
  }
  const Dataset& images = *run.data.val;
  for (const std::int64_t i : panel_images(images, rows)) {
    const Sample sample = images.get(i);
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

LadderReport report_of(const LadderRun& run, const std::string& command) {
  LadderReport report;
  report.seed = run.results.seed;
  report.threads = run.results.threads;
  report.surgery_max_difference = run.results.surgery_max_difference;
  for (std::size_t i = 0; i < run.stages.size(); ++i) {
    const LadderStage& stage = run.stages[i].stage;
    report.stages.push_back({run.results.stages[i], stage.title, stage.from, run.stages[i].losses});
  }
  report.classes = run.data.val->info().classes;
  report.command = command;
  return report;
}

}  // namespace

std::vector<std::string> write_ladder_pictures(const LadderRun& run, const std::string& folder,
                                               const std::string& command) {
  return write_ladder_files(report_of(run, command), ladder_panel(run, 6), folder);
}

}  // namespace pixelwise
