#include "report/train_report.h"

#include <array>

#include "base/check.h"
#include "base/counted.h"
#include "base/read_file.h"
#include "report/plot.h"
#include "report/progress.h"
#include "report/score_text.h"

namespace pixelwise {
namespace {

Plot loss_plot(const RunLogData& log) {
  Series loss{"training loss", {}, {}, 15};
  for (const RunLogRow& row : log.rows) {
    loss.x.push_back(static_cast<double>(row.iteration));
    loss.y.push_back(row.loss);
  }
  LinePlot plot;
  plot.x_label = "iteration";
  plot.y_label = "loss (nats per pixel)";
  plot.y_min = 0;
  plot.series = {std::move(loss)};
  return plot;
}

// Pixel accuracy and mean IoU at every validation, in this order.
std::array<Series, 2> validations(const RunLogData& log) {
  std::array<Series, 2> series = {Series{"pixel accuracy"}, Series{"mean IoU"}};
  for (const RunLogRow& row : log.rows) {
    for (std::size_t k = 0; k < 2 && k < row.extra.size(); ++k) {
      if (!row.extra[k]) continue;
      series[k].dots = true;
      series[k].x.push_back(static_cast<double>(row.iteration));
      series[k].y.push_back(*row.extra[k]);
    }
  }
  return series;
}

Plot validation_plot(const std::array<Series, 2>& scores, const ConfusionMatrix& baseline) {
  Series all_one{"mean IoU of one class for all"};
  all_one.dashed = true;
  all_one.x = {scores[1].x.front(), scores[1].x.back()};
  all_one.y = {baseline.mean_iou(), baseline.mean_iou()};
  LinePlot plot;
  plot.x_label = "iteration";
  plot.y_label = "score on the validation images";
  plot.y_min = 0;
  plot.y_max = 1;
  plot.series = {scores[0], scores[1], all_one};
  return plot;
}

Plot class_plot(const ConfusionMatrix& scores, const Classes& classes) {
  BarChart chart;
  chart.y_label = "IoU";
  chart.y_max = 1;
  chart.categories = classes.names;
  chart.groups = {{"IoU", scores.iou()}};
  return chart;
}

ReportTable class_table(const ConfusionMatrix& scores, const ConfusionMatrix& baseline,
                        const Classes& classes) {
  ReportTable table;
  table.header = {
      "class", "pixels", "predicted", "found", "IoU", "Dice", "IoU of one class for all"};
  const auto iou = scores.iou(), dice = scores.dice(), base = baseline.iou();
  const double pixels = static_cast<double>(scores.labelled_pixels());
  for (int c = 0; c < scores.classes(); ++c) {
    const auto i = static_cast<std::size_t>(c);
    const double truth = static_cast<double>(scores.truth_pixels(c));
    table.rows.push_back(
        {classes.names[i], percent_text(truth / pixels),
         percent_text(static_cast<double>(scores.predicted_pixels(c)) / pixels),
         truth > 0 ? percent_text(static_cast<double>(scores.count(c, c)) / truth) : "–",
         score_text(iou[i]), score_text(dice[i]), score_text(base[i])});
    table.row_colours.push_back(classes.palette[i]);
  }
  table.caption =
      "“Pixels” and “predicted” are the class's shares in truth and prediction: a network that "
      "calls everything background shows there. “Found” is the share of the class's own pixels "
      "that were called by its name. Dice is 2 IoU / (1 + IoU).";
  return table;
}

void add_tiles(ReportPage& page, const TrainReport& report) {
  page.tiles({{score_text(report.scores.mean_iou()), "mean IoU", "over the validation images"},
              {score_text(report.baseline.mean_iou()), "mean IoU of one class for all",
               "what any network must beat"},
              {score_text(report.scores.pixel_accuracy()), "pixel accuracy",
               "one class for all: " + score_text(report.baseline.pixel_accuracy())},
              {score_text(report.best_mean_iou), "best mean IoU",
               text("after ", report.best_iteration, " iterations: ", report.best_file)},
              {format_duration(report.seconds), "time", "training and validation"}});
}

void add_predictions(ReportPage& page, const TrainReport& report) {
  page.heading("Predictions");
  if (!report.panel_path.empty()) {
    page.figure_png({read_file(report.panel_path),
                     "Validation images and what the network makes of them.",
                     report.panel_columns});
  }
  page.legend(report.classes);
}

void add_curves(ReportPage& page, const TrainReport& report) {
  if (report.log.rows.empty()) return;
  page.heading("Training");
  page.plot(loss_plot(report.log), "The loss before each update; the bold line is a running mean.");
  const std::array<Series, 2> scores = validations(report.log);
  if (scores[1].x.empty()) return;
  page.plot(validation_plot(scores, report.baseline), "Scores on the validation images.");
}

void add_classes(ReportPage& page, const TrainReport& report) {
  page.heading("Classes");
  page.plot(class_plot(report.scores, report.classes),
            "Intersection over union of each class; a dash where a class does not occur.");
  page.table(class_table(report.scores, report.baseline, report.classes));
}

}  // namespace

ReportPage train_report(const TrainReport& report) {
  require(static_cast<std::size_t>(report.scores.classes()) == report.classes.names.size(),
          "train_report: scores of ", report.scores.classes(), " classes, but names of ",
          report.classes.names.size());
  ReportPage page(report.model + " on " + report.data,
                  text(report.training_images, " training and ",
                       counted(report.validation_images, "validation image"), ", ",
                       counted(report.iterations, "iteration"), "."));
  add_tiles(page, report);
  if (!report.verdict.empty()) page.note("**Verdict:** " + report.verdict + ".");
  if (!report.to_try.empty()) {
    page.paragraph("What to try next:");
    page.code(report.to_try);
  }
  add_predictions(page, report);
  add_curves(page, report);
  add_classes(page, report);
  page.heading("Settings");
  page.definitions(report.settings);
  if (report.to_use.empty()) return page;
  page.heading("To use the network");
  page.code(report.to_use);
  return page;
}

}  // namespace pixelwise
