#include "report/ladder_story.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/check.h"
#include "report/progress.h"
#include "report/score_text.h"

namespace pixelwise {
namespace {

constexpr int kSmoothing = 15;  // iterations

Colour stage_colour(const std::string& name) {
  const std::vector<Colour>& colours = plot_colours();
  if (name.rfind("fcn32s_control", 0) == 0) return colours[6];
  if (name.rfind("fcn8s_at_once", 0) == 0) return colours[3];
  if (name.rfind("fcn32s", 0) == 0) return colours[0];
  if (name.rfind("fcn16s", 0) == 0) return colours[2];
  if (name.rfind("fcn8s", 0) == 0) return colours[1];
  return colours[5];
}

std::string number_word(std::size_t n) {
  constexpr std::array<const char*, 10> kWords = {"zero", "one", "two",   "three", "four",
                                                  "five", "six", "seven", "eight", "nine"};
  return n < kWords.size() ? kWords[n] : std::to_string(n);
}

std::string hundredths(double value) {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%.2f", value);
  return digits.data();
}

bool is_control(const std::string& name) {
  return name == "fcn32s_control" || name == "fcn8s_at_once";
}

Series loss_series(const LadderStory& story, const LadderStageReport& stage) {
  Series series{.name = stage.title,
                .y = stage.losses,
                .smooth = kSmoothing,
                .dashed = is_control(stage.results.name),
                .colour = stage_colour(stage.results.name)};
  const auto first = static_cast<double>(story.iterations_before(stage));
  for (std::size_t i = 0; i < stage.losses.size(); ++i) {
    series.x.push_back(first + static_cast<double>(i) + 1);
  }
  return series;
}

}  // namespace

const LadderStageReport* LadderStory::stage(const std::string& name) const {
  for (const LadderStageReport& each : report_.stages) {
    if (each.results.name == name) return &each;
  }
  return nullptr;
}

std::optional<double> LadderStory::mean_iou(const std::string& name) const {
  const LadderStageReport* const found = stage(name);
  if (found == nullptr || !found->results.metrics) return std::nullopt;
  return found->results.metrics->mean_iou;
}

std::vector<const LadderStageReport*> LadderStory::segmenters(bool with_scratch) const {
  std::vector<const LadderStageReport*> found;
  for (const LadderStageReport& each : report_.stages) {
    const bool scratch = each.results.name.find("scratch") != std::string::npos;
    if (each.results.metrics && (with_scratch || !scratch)) found.push_back(&each);
  }
  return found;
}

std::int64_t LadderStory::iterations_before(const LadderStageReport& of) const {
  std::int64_t sum = 0;
  const LadderStageReport* from = stage(of.starts_from);
  // A chain is no longer than the list of stages; a circle would be.
  for (std::size_t k = 0; from != nullptr && k < report_.stages.size(); ++k) {
    if (from->results.metrics) sum += from->results.iterations;
    from = stage(from->starts_from);
  }
  return sum;
}

std::string compared(double a, double b) {
  if (std::abs(b - a) < 0.02) return "about as good as";
  return b > a ? "better than" : "worse than";
}

void add_stage_table(ReportPage& page, const LadderStory& story) {
  page.heading("What each stage reaches");
  ReportTable table;
  table.header = {"Stage",      "Iterations", "Mean IoU before", "Mean IoU",
                  "Pixel acc.", "Mean acc.",  "F.w. IoU",        "Time (min:s)"};
  for (const LadderStageReport* stage : story.segmenters(true)) {
    const StageResults& r = stage->results;
    table.rows.push_back({stage->title, std::to_string(r.iterations), score_text(r.mean_iou_before),
                          "**" + score_text(r.metrics->mean_iou) + "**",
                          score_text(r.metrics->pixel_accuracy),
                          score_text(r.metrics->mean_accuracy), score_text(r.metrics->fw_iou),
                          format_duration(r.seconds)});
    table.row_colours.push_back(stage_colour(r.name));
  }
  std::string caption =
      "Scores on the validation images, from 0 to 1. \u201cBefore\u201d: with the "
      "weights of the stage it starts from, and its own new layers untrained.";
  if (const auto* classifier = story.stage("classifier"); classifier != nullptr) {
    caption += text(" The classifier trained for ", classifier->results.iterations,
                    " iterations in ", format_duration(classifier->results.seconds), " and names ",
                    score_text(classifier->results.accuracy), " of the images right.");
  }
  table.caption = caption;
  page.table(table);
}

void add_learning_curves(ReportPage& page, const LadderReport& report, const LadderStory& story) {
  page.heading("How they learned");
  if (const auto* classifier = story.stage("classifier");
      classifier != nullptr && !classifier->losses.empty()) {
    LinePlot plot{.x_label = "iteration (one batch of images each)",
                  .y_label = "loss (nats per image)",
                  .series = {loss_series(story, *classifier)},
                  .y_min = 0,
                  .height = 280};
    plot.series[0].name = "Classifier";
    const std::size_t kinds = std::max<std::size_t>(report.classes.names.size(), 2) - 1;
    page.plot(plot, text("The classifier. At first it is no better than guessing one of ",
                         number_word(kinds), " ", report.words.thing, "s, a loss of ln ", kinds,
                         " = ", hundredths(std::log(static_cast<double>(kinds))),
                         "; that plateau is normal, and ends suddenly. Faint: every iteration; "
                         "bold: the mean over 15."));
  }
  LinePlot loss{.x_label = "segmentation iteration (one batch of images each)",
                .y_label = "loss (nats per pixel)",
                .y_min = 0};
  LinePlot iou{.x_label = "segmentation iteration (one batch of images each)",
               .y_label = "mean IoU, validation (0 to 1)",
               .y_min = 0,
               .y_max = 1};
  for (const LadderStageReport* stage : story.segmenters(false)) {
    const std::string& name = stage->results.name;
    const auto first = static_cast<double>(story.iterations_before(*stage));
    if (!is_control(name)) {
      loss.markers.push_back({first, stage->title});
      iou.markers.push_back({first, stage->title});
    }
    loss.series.push_back(loss_series(story, *stage));
    if (!stage->results.mean_iou_before) continue;
    iou.series.push_back({.name = stage->title,
                          .x = {first, static_cast<double>(story.iterations_after(*stage))},
                          .y = {*stage->results.mean_iou_before, stage->results.metrics->mean_iou},
                          .dots = true,
                          .dashed = is_control(name),
                          .colour = stage_colour(name)});
  }
  page.plot(loss,
            "Training loss of the segmentation networks, mean over 15 iterations. Each stage "
            "takes up where the one before it ended; the dashed ones start from the classifier.");
  page.plot(iou,
            "Mean IoU before and after each stage; in between it was not measured, the lines only "
            "join the two. A stage may begin a little below the end of the one before: enlarging "
            "2 times and then 16 times is not quite the same as 32 times.");
}

void add_class_scores(ReportPage& page, const LadderReport& report, const LadderStory& story) {
  page.heading("Class by class");
  BarChart chart{.y_label = "IoU (0 to 1)", .categories = report.classes.names, .y_max = 1.05};
  ReportTable table;
  table.header = {"Class"};
  table.row_colours = report.classes.palette;
  for (const std::string& name : report.classes.names) table.rows.push_back({name});
  for (const LadderStageReport* stage : story.segmenters(false)) {
    const std::vector<std::optional<double>>& iou = stage->results.metrics->iou;
    require(iou.size() == report.classes.names.size(), "report: ", iou.size(), " IoUs for ",
            report.classes.names.size(), " classes");
    table.header.push_back(stage->title);
    for (std::size_t c = 0; c < iou.size(); ++c) table.rows[c].push_back(score_text(iou[c]));
    if (is_control(stage->results.name)) continue;
    chart.groups.push_back({stage->title, iou, stage_colour(stage->results.name)});
  }
  page.plot(chart, "IoU of each class after each stage. " + report.words.thin);
  table.row_colours.resize(table.rows.size());
  table.caption = "The same numbers, with the two controls beside them.";
  page.table(table);
}

void add_controls(ReportPage& page, const LadderStory& story) {
  const auto control = story.mean_iou("fcn32s_control");
  const auto at_once = story.mean_iou("fcn8s_at_once");
  if (!control && !at_once) return;
  page.heading("Is it the skips, or just more training?");
  page.paragraph(
      "By the end of FCN-8s the network has trained three times, so a fair question is whether the "
      "same number of iterations without any skip would do as well. That is the **control**: "
      "FCN-32s, "
      "simply trained on. **At once** is FCN-8s built in one go, with all its skips from the "
      "start and as many iterations as the three stages together.");
  BarChart chart{.y_label = "mean IoU (0 to 1)", .groups = {{}}, .y_max = 1, .height = 320};
  for (const LadderStageReport* stage : story.segmenters(false)) {
    chart.categories.push_back(text(stage->title, " (", story.iterations_after(*stage), ")"));
    chart.groups[0].values.push_back(stage->results.metrics->mean_iou);
    chart.category_colours.push_back(stage_colour(stage->results.name));
  }
  chart.decimals = 3;
  page.plot(chart, "Mean IoU; in brackets the segmentation iterations that led there.");
  const auto sixteen = story.mean_iou("fcn16s");
  if (control && sixteen) {
    page.paragraph(text("In this run the control reaches ", score_text(control), ", ",
                        compared(*sixteen, *control), " FCN-16s (", score_text(sixteen),
                        "), which had fewer iterations.",
                        *control < *sixteen ? " More training alone does not bring the detail; the "
                                              "skips do."
                                            : " That is unusual; look at other seeds."));
  }
}

void add_scratch(ReportPage& page, const LadderStory& story) {
  BarChart chart{.y_label = "mean IoU (0 to 1)",
                 .groups = {{.name = "from the classifier"}, {.name = "from random weights"}},
                 .y_max = 1,
                 .decimals = 3,
                 .height = 320};
  for (const char* name : {"fcn32s", "fcn16s", "fcn8s"}) {
    const auto scratch = story.mean_iou(std::string(name) + "_scratch");
    if (!scratch || story.stage(name) == nullptr) continue;
    chart.categories.push_back(story.stage(name)->title);
    chart.groups[0].values.push_back(story.mean_iou(name));
    chart.groups[1].values.push_back(scratch);
  }
  if (chart.categories.empty()) return;
  page.heading("What the classifier is worth");
  page.plot(chart,
            "The same stages with and without the classifier's weights, after equally many "
            "segmentation iterations. The classifier's own training is not counted: transfer "
            "saves images with labelled pixels, which are dear, rather than computing time.");
}

}  // namespace pixelwise
