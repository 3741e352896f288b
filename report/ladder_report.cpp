#include "report/ladder_report.h"

#include <array>
#include <cstdio>

#include "base/check.h"
#include "base/read_file.h"
#include "report/ladder_story.h"
#include "report/progress.h"
#include "report/score_text.h"

namespace pixelwise {
namespace {

std::string scientific(double value) {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%.1e", value);
  return digits.data();
}

void add_tiles(ReportPage& page, const LadderReport& report, const LadderStory& story) {
  std::vector<ReportTile> tiles;
  double seconds = 0;
  for (const LadderStageReport& stage : report.stages) seconds += stage.results.seconds;
  if (const auto* classifier = story.stage("classifier"); classifier != nullptr) {
    tiles.push_back(
        {score_text(classifier->results.accuracy), "Classifier", "share of images right"});
  }
  for (const char* name : {"fcn32s", "fcn16s", "fcn8s"}) {
    const LadderStageReport* const stage = story.stage(name);
    if (stage == nullptr) continue;
    tiles.push_back({score_text(story.mean_iou(name)), stage->title, "mean IoU (0 to 1)"});
  }
  tiles.push_back(
      {format_duration(seconds), "Training time",
       text("min:s, all stages, ", report.threads, report.threads == 1 ? " thread" : " threads")});
  page.tiles(tiles);
}

void add_panel(ReportPage& page, const LadderReport& report) {
  page.heading("Look first");
  page.paragraph(
      "Each row is one validation image, which no network has seen in training. The two columns on "
      "the left are the question and the right answer; then come the answers of the three "
      "networks, "
      "one colour per class.");
  if (!report.panel_path.empty()) {
    page.figure_png({.png = read_file(report.panel_path),
                     .caption =
                         "What each network makes of the same images. Pixels on outlines "
                         "(drawn pale in the truth) are left out of training and of all scores.",
                     .column_titles = report.panel_columns});
  }
  page.legend(report.classes);
  page.paragraph("**What to look at:** " + report.words.look);
}

void add_explanation(ReportPage& page, const LadderReport& report) {
  page.heading("The networks in plain words");
  page.paragraph(
      "A classifier looks at a whole image and says one word. To do so it shrinks the image five "
      "times by half, so that at the end one cell stands for a field of 32 x 32 pixels. It "
      "learns **what** is there, and on the way loses **where**. A fully convolutional network "
      "(FCN; Long, Shelhamer and Darrell, 2015) keeps that knowledge and wins the place back:");
  page.definitions({
      {"Surgery",
       text("The classifier's last layers are rewritten as convolutions. Nothing is "
            "learned; the same weights now work on images of any size. On the "
            "classifier's own images both forms agree to ",
            scientific(report.surgery_max_difference), " (largest difference of scores).")},
      {"FCN-32s",
       "Scores every 32nd pixel and enlarges the result 32 times. Sure of the what, "
       "coarse about the where."},
      {"FCN-16s",
       "Enlarges the coarse scores twofold and adds scores from an earlier layer, which "
       "still sees every 16th pixel; then enlarges 16 times. Such a shortcut is called a "
       "skip."},
      {"FCN-8s", "Does so once more with a layer that sees every 8th pixel, and enlarges 8 times."},
  });
  page.paragraph(
      "**Mean IoU** is the measure to watch: for each class, the pixels that truth and prediction "
      "share, divided by those that either of them claims; then the mean over classes. **Pixel "
      "accuracy** flatters: most pixels are background, and calling everything background already "
      "gets a high share right. **Mean accuracy** is the share of right pixels per class, "
      "averaged; "
      "**f.w. IoU** is the IoU weighted by how frequent each class is.");
}

void add_cautions(ReportPage& page, const LadderReport& report, const LadderStory& story) {
  page.heading("What not to conclude");
  const auto staged = story.mean_iou("fcn8s");
  const auto at_once = story.mean_iou("fcn8s_at_once");
  std::string measured;
  if (staged && at_once) {
    measured = text(" In this run at once (", score_text(at_once), ") is ",
                    compared(*staged, *at_once), " staged (", score_text(staged), ").");
  }
  page.note(
      "**Training in stages is not what makes FCN-8s accurate.** The stages are here because "
      "each adds one idea and shows its effect." +
      measured + " On this task at once usually wins.");
  page.paragraph(
      text("**One seed is one throw of the dice.** Change the initial weights by a millionth and "
           "the mean "
           "IoU of a single run can move by several hundredths. Compare means over several seeds "
           "(this is "
           "seed ",
           report.seed, ") before believing a small difference."));
  page.paragraph(report.words.caution);
}

void add_reproduction(ReportPage& page, const LadderReport& report) {
  page.heading("Run it again");
  if (!report.command.empty()) page.code(report.command);
  page.paragraph(text(
      "Seed ", report.seed, ", ", report.threads, report.threads == 1 ? " thread. " : " threads. ",
      "The same seed gives the same bits, whatever the number of threads; only the "
      "times change. Beside this page, `results.json` holds the numbers for programs."));
}

}  // namespace

ReportPage ladder_report(const LadderReport& report) {
  const LadderStory story(report);
  ReportPage page(
      "From a classifier to FCN-8s",
      "A small network learns to name the " + report.words.thing +
          " in an image. Its weights then become a "
          "network that names every pixel, in three steps of growing detail. All numbers and "
          "pictures on this page come from one run.");
  add_tiles(page, report, story);
  add_panel(page, report);
  add_explanation(page, report);
  if (!story.segmenters(true).empty()) {
    add_stage_table(page, story);
    add_learning_curves(page, report, story);
    add_class_scores(page, report, story);
  }
  add_controls(page, story);
  add_scratch(page, story);
  add_cautions(page, report, story);
  add_reproduction(page, report);
  return page;
}

}  // namespace pixelwise
