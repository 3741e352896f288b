#include "report/train_report.h"

#include <algorithm>

#include "base/check.h"
#include "base/read_file.h"
#include "report/progress.h"

namespace pixelwise {
namespace {

std::int64_t iterations_of(const TrainReport& report) {
  return report.log.empty() ? 0 : report.log.back().iteration;
}

void add_tiles(ReportPage& page, const TrainReport& report) {
  const SegmentationMetrics& scores = report.final_results.metrics;
  const SegmentationMetrics& baseline = report.baseline;
  const std::string all = "all " + report.baseline_class + ": ";
  page.tiles({{score_text(scores.mean_iou), "Mean IoU", all + score_text(baseline.mean_iou)},
              {score_text(scores.pixel_accuracy), "Pixel accuracy",
               all + score_text(baseline.pixel_accuracy)},
              {score_text(scores.mean_accuracy), "Mean accuracy",
               all + score_text(baseline.mean_accuracy)},
              {score_text(scores.fw_iou), "F.w. IoU", all + score_text(baseline.fw_iou)},
              {std::to_string(iterations_of(report)), "Iterations",
               format_duration(report.training_seconds) + " of training"}});
}

void add_samples(ReportPage& page, const TrainReport& report) {
  page.heading("What it sees");
  if (!report.samples_path.empty()) {
    page.figure_png({.png = read_file(report.samples_path),
                     .caption = "Validation images, which the network has not seen in training. "
                                "Where the truth is void, nothing is asked and nothing is scored.",
                     .column_titles = report.sample_columns});
  }
  page.legend(report.classes);
}

// Wide enough to show the trend, narrow enough not to hide a turn.
int smoothing_for(std::size_t rows) {
  return static_cast<int>(std::clamp<std::size_t>(rows / 40, 1, 501));
}

void add_curves(ReportPage& page, const TrainReport& report) {
  if (report.log.empty() && report.validation.empty()) return;
  page.heading("How it learned");
  if (!report.log.empty()) {
    Series loss{.name = "training loss", .smooth = smoothing_for(report.log.size())};
    Series lr{.name = "learning rate"};
    for (const RunLogRow& row : report.log) {
      loss.x.push_back(static_cast<double>(row.iteration));
      loss.y.push_back(row.loss);
      lr.x.push_back(static_cast<double>(row.iteration));
      lr.y.push_back(row.lr);
    }
    const std::string means =
        loss.smooth > 1 ? text("Faint: every iteration; bold: the mean over ", loss.smooth, ".")
                        : "One point per iteration.";
    page.plot(
        LinePlot{
            .x_label = "iteration", .y_label = report.loss_label, .series = {loss}, .y_min = 0},
        "Training loss. " + means);
    page.plot(LinePlot{.x_label = "iteration",
                       .y_label = "learning rate",
                       .series = {lr},
                       .y_min = 0,
                       .height = 220},
              "The learning rate: how large a step each iteration takes.");
  }
  if (report.validation.empty()) return;
  Series iou{.name = "mean IoU", .dots = true};
  Series pixels{.name = "pixel accuracy", .dots = true};
  Series guess{.name = "mean IoU of all " + report.baseline_class,
               .dashed = true,
               .colour = plot_colours()[6]};
  for (const ValidationPoint& point : report.validation) {
    const auto x = static_cast<double>(point.iteration);
    iou.x.push_back(x);
    iou.y.push_back(point.metrics.mean_iou);
    pixels.x.push_back(x);
    pixels.y.push_back(point.metrics.pixel_accuracy);
  }
  guess.x = {iou.x.front(), iou.x.back()};
  guess.y = {report.baseline.mean_iou, report.baseline.mean_iou};
  page.plot(
      LinePlot{.x_label = "iteration",
               .y_label = "score, validation (0 to 1)",
               .series = {iou, pixels, guess},
               .y_min = 0,
               .y_max = 1},
      "Scores on the validation images. Pixel accuracy flatters, because frequent classes rule "
      "it; mean IoU counts every class alike.");
}

void add_classes(ReportPage& page, const TrainReport& report) {
  const std::vector<std::optional<double>>& iou = report.final_results.metrics.iou;
  const std::vector<std::string>& names = report.classes.names;
  require(iou.size() == names.size(), "report: ", iou.size(), " IoUs for ", names.size(),
          " classes");
  page.heading("Class by class");
  page.plot(BarChart{.y_label = "IoU (0 to 1)",
                     .categories = names,
                     .groups = {{.values = iou}},
                     .y_max = 1.05,
                     .height = 340},
            "IoU of each class on the validation images; a dash where neither the truth nor the "
            "prediction contains the class (it is then left out of the mean).");
  ReportTable table;
  table.header = {"Class", "IoU", "IoU of all " + report.baseline_class};
  for (std::size_t c = 0; c < names.size(); ++c) {
    const bool known = c < report.baseline.iou.size();
    table.rows.push_back({names[c], "**" + score_text(iou[c]) + "**",
                          score_text(known ? report.baseline.iou[c] : std::nullopt)});
  }
  if (report.classes.palette.size() >= names.size()) {
    table.row_colours.assign(
        report.classes.palette.begin(),
        report.classes.palette.begin() + static_cast<std::ptrdiff_t>(names.size()));
  }
  table.caption =
      text("Over ", report.final_results.images,
           " validation images together (not averaged per image). Beside it what one gets "
           "for free by calling every pixel ",
           report.baseline_class, ".");
  page.table(table);
}

void add_settings(ReportPage& page, const TrainReport& report) {
  page.heading("Run it again");
  if (!report.command.empty()) page.code(report.command);
  if (report.settings.empty()) return;
  page.definitions(report.settings);
  page.paragraph(
      "The same seed gives the same bits, whatever the number of threads, and also if the "
      "run is interrupted and resumed.");
}

}  // namespace

ReportPage train_report(const TrainReport& report) {
  ReportPage page("Training " + report.model,
                  text("`", report.model, "` on `", report.data, "`: what it learned in ",
                       iterations_of(report), " iterations, and how well it does on ",
                       report.final_results.images, " images that it has not seen in training."));
  add_tiles(page, report);
  add_samples(page, report);
  add_curves(page, report);
  add_classes(page, report);
  add_settings(page, report);
  return page;
}

}  // namespace pixelwise
