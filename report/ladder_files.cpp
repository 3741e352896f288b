#include "report/ladder_files.h"

#include <filesystem>

#include "base/check.h"
#include "datasets/image.h"
#include "report/ladder_story.h"
#include "report/plot.h"

namespace pixelwise {
namespace {

const LadderStageReport& stage_of(const LadderStory& story, const char* name) {
  const LadderStageReport* const stage = story.stage(name);
  require(stage != nullptr, "write_ladder_files: the stage ", name, " is missing");
  return *stage;
}

// The stages in a row, as one curve each on a common axis of iterations.
LinePlot loss_curves(const LadderStory& story) {
  LinePlot plot;
  plot.title = "Training loss, stage after stage";
  plot.x_label = "iteration";
  plot.y_label = "loss (nats per pixel; classifier: per image)";
  double begin = 0;
  for (const char* name : {"classifier", "fcn32s", "fcn16s", "fcn8s"}) {
    const LadderStageReport& stage = stage_of(story, name);
    Series series;
    series.name = stage.title;
    series.smooth = 15;
    for (std::size_t i = 0; i < stage.losses.size(); ++i) {
      series.x.push_back(begin + static_cast<double>(i + 1));
      series.y.push_back(stage.losses[i]);
    }
    if (begin > 0) plot.markers.push_back({begin, stage.title});
    begin += static_cast<double>(stage.losses.size());
    plot.series.push_back(std::move(series));
  }
  plot.y_min = 0;
  return plot;
}

BarChart class_bars(const LadderStory& story, const std::vector<std::string>& classes) {
  BarChart chart;
  chart.title = "IoU of each class";
  chart.y_label = "IoU";
  chart.y_max = 1;
  chart.categories = classes;
  for (const char* name : {"fcn32s", "fcn16s", "fcn8s"}) {
    const LadderStageReport& stage = stage_of(story, name);
    require(stage.results.metrics.has_value(), "write_ladder_files: ", name, " has no scores");
    chart.groups.push_back({stage.title, stage.results.metrics->iou});
  }
  return chart;
}

}  // namespace

std::vector<std::string> write_ladder_files(LadderReport report, const Panel& panel,
                                            const std::string& folder) {
  const auto path = [&](const char* name) {
    return (std::filesystem::path(folder) / name).string();
  };
  report.panel_path = path("panel.png");
  report.panel_columns = panel.columns;
  const LadderStory story(report);
  write_png(report.panel_path, panel_sheet(panel, 2));
  ladder_report(report).write(path("report.html"));
  std::vector<std::string> written = {path("report.html"), path("panel.png")};
  const auto draw = [&](const char* name, const Plot& plot) {
    if (try_write_plot(path(name), plot).empty()) written.push_back(path(name));
  };
  draw("curves.svg", loss_curves(story));
  draw("class_iou.svg", class_bars(story, report.classes.names));
  return written;
}

}  // namespace pixelwise
