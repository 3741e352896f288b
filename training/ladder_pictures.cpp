#include "training/ladder_pictures.h"

#include <memory>

#include "datasets/drawing.h"
#include "report/ladder_files.h"
#include "training/ladder_task.h"
#include "training/predict.h"

namespace pixelwise {
namespace {

// The first ones, whatever the networks make of them: a panel of chosen successes shows nothing.
std::vector<std::int64_t> panel_images(const Dataset& images, const LadderTask& task,
                                       std::size_t count) {
  std::vector<std::int64_t> chosen;
  for (std::int64_t i = 0; i < images.size() && chosen.size() < count; ++i) {
    if (task.shows_much(images.get(i).mask)) chosen.push_back(i);
  }
  return chosen;
}

// The first validation images that show much of the task.
Panel ladder_panel(const LadderRun& run, std::size_t rows) {
  Panel panel{.columns = {"image", "truth"}};
  std::vector<std::unique_ptr<Network>> networks;
  for (const char* name : {"fcn32s", "fcn16s", "fcn8s"}) {
    const StageResult* stage = find_stage(run, name);
    panel.columns.push_back(stage->stage.title);
    networks.push_back(stage_network(stage->stage, stage->weights));
  }
  const Dataset& images = *run.data.val;
  const LadderTask& task = ladder_task(run.stages.front().stage.data);
  for (const std::int64_t i : panel_images(images, task, rows)) {
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
  report.words = ladder_task(run.stages.front().stage.data).words;
  report.command = command;
  return report;
}

}  // namespace

std::vector<std::string> write_ladder_pictures(const LadderRun& run, const std::string& folder,
                                               const std::string& command) {
  return write_ladder_files(report_of(run, command), ladder_panel(run, 6), folder);
}

}  // namespace pixelwise
