#include "app/ladder_pictures.h"

#include <filesystem>

#include "app/ladder_panel.h"
#include "datasets/image.h"
#include "report/ladder_report.h"
#include "report/plot.h"

namespace pixelwise {
namespace {

// The three stages in a row, as one curve each on a common axis of iterations.
LinePlot loss_curves(const LadderRun& run) {
  LinePlot plot;
  plot.title = "Training loss, stage after stage";
  plot.x_label = "iteration";
  plot.y_label = "loss (nats per pixel; classifier: per image)";
  double begin = 0;
  for (const char* name : {"classifier", "fcn32s", "fcn16s", "fcn8s"}) {
    const StageResult* stage = find_stage(run, name);
    Series series;
    series.name = stage->stage.title;
    series.smooth = 15;
    for (std::size_t i = 0; i < stage->losses.size(); ++i) {
      series.x.push_back(begin + static_cast<double>(i + 1));
      series.y.push_back(stage->losses[i]);
    }
    if (begin > 0) plot.markers.push_back({begin, stage->stage.title});
    begin += static_cast<double>(stage->losses.size());
    plot.series.push_back(std::move(series));
  }
  plot.y_min = 0;
  return plot;
}

BarChart class_bars(const LadderRun& run) {
  BarChart chart;
  chart.title = "IoU of each class";
  chart.y_label = "IoU";
  chart.y_max = 1;
  chart.categories = run.data.val->class_names();
  for (const char* name : {"fcn32s", "fcn16s", "fcn8s"}) {
    const StageResult* stage = find_stage(run, name);
    chart.groups.push_back({stage->stage.title, stage->after.iou()});
  }
  return chart;
}

LadderReport report_of(const LadderRun& run, const std::string& panel_path, const Panel& panel,
                       const std::string& command) {
  LadderReport report;
  report.seed = run.results.seed;
  report.threads = run.results.threads;
  report.surgery_max_difference = run.results.surgery_max_difference;
  for (std::size_t i = 0; i < run.stages.size(); ++i) {
    const LadderStage& stage = run.stages[i].stage;
    report.stages.push_back({run.results.stages[i], stage.title, stage.from, run.stages[i].losses});
  }
  report.classes = run.data.val->info().classes;
  report.panel_path = panel_path;
  report.panel_columns = panel.columns;
  report.command = command;
  return report;
}

}  // namespace

std::vector<std::string> write_ladder_pictures(const LadderRun& run, const std::string& folder,
                                               const std::string& command) {
  const auto path = [&](const char* name) {
    return (std::filesystem::path(folder) / name).string();
  };
  const Panel panel = ladder_panel(run, 6);
  write_png(path("panel.png"), panel_sheet(panel, 2));
  ladder_report(report_of(run, path("panel.png"), panel, command)).write(path("report.html"));
  std::vector<std::string> written = {path("report.html"), path("panel.png")};
  const auto draw = [&](const char* name, const Plot& plot) {
    if (try_write_plot(path(name), plot).empty()) written.push_back(path(name));
  };
  draw("curves.svg", loss_curves(run));
  draw("class_iou.svg", class_bars(run));
  return written;
}

}  // namespace pixelwise
