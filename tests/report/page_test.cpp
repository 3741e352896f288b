#include "report/page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/read_file.h"
#include "report/ladder_report.h"
#include "report/train_report.h"
#include "tests/base/temporary_folder.h"
#include "tests/report/has_gnuplot.h"

namespace pixelwise {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

// Nothing on the page makes a browser ask for anything.
void expect_self_contained(const std::string& html) {
  for (const char* part : {"src=\"http", "href=\"http", "href='http", "url(http", "@import",
                           "<link", "<script", "src=\"/"}) {
    EXPECT_FALSE(contains(html, part)) << part;
  }
}

SegmentationMetrics metrics(double mean_iou) {
  return {.pixel_accuracy = 0.9,
          .mean_accuracy = 0.8,
          .mean_iou = mean_iou,
          .fw_iou = 0.85,
          .iou = {0.9, 0.5, std::nullopt, 0.3, 0.2, 0.1}};
}

LadderReport some_ladder() {
  LadderReport report{.seed = 7,
                      .threads = 2,
                      .surgery_max_difference = 5.7e-6,
                      .classes = shapes_classes(),
                      .command = "pixelwise ladder --seed 7"};
  report.stages.push_back({.results = {.name = "classifier", .iterations = 3, .accuracy = 0.97},
                           .title = "Classifier",
                           .losses = {1.6, 1.5, 0.2}});
  const auto add = [&](const char* name, const char* title, const char* from, double mean_iou) {
    report.stages.push_back({.results = {.name = name,
                                         .iterations = 2,
                                         .seconds = 1,
                                         .mean_iou_before = 0.111,
                                         .metrics = metrics(mean_iou)},
                             .title = title,
                             .starts_from = from,
                             .losses = {1.0, 0.5}});
  };
  add("fcn32s", "FCN-32s", "classifier", 0.486);
  add("fcn16s", "FCN-16s", "fcn32s", 0.668);
  add("fcn8s", "FCN-8s", "fcn16s", 0.791);
  add("fcn32s_control", "FCN-32s, longer", "classifier", 0.561);
  add("fcn8s_at_once", "FCN-8s at once", "classifier", 0.845);
  return report;
}

TEST(Report, TextIsEscapedAndMarkedUp) {
  ReportPage page("A < B & \"C\"", "lead with `a<b` and **c**, a lone ` and **");
  page.paragraph("<script>alert(1)</script>");
  page.code("if (a < b) `x` **y**");
  page.table({.header = {"<th>"}, .rows = {{"<td>", "1"}}});
  const std::string html = page.html();
  EXPECT_TRUE(contains(html, "<title>A &lt; B &amp; &quot;C&quot;</title>"));
  EXPECT_TRUE(contains(html, "<code>a&lt;b</code> and <strong>c</strong>, a lone ` and **"));
  EXPECT_TRUE(contains(html, "&lt;script&gt;"));
  EXPECT_TRUE(contains(html, "if (a &lt; b) `x` **y**"));
  EXPECT_TRUE(contains(html, "&lt;td&gt;"));
  expect_self_contained(html);
}

TEST(Report, Base64OfRfc4648) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(base64(std::string("\xff\xfe\x00", 3)), "//4A");
}

TEST(Report, PicturesAreInsideThePage) {
  if (!has_gnuplot()) GTEST_SKIP() << "gnuplot is not installed";
  const std::string png = render_plot(LinePlot{.width = 120, .height = 100}, PlotFormat::png);
  ReportPage page("t", "l");
  page.figure_png({.png = png, .caption = "a \"picture\"", .column_titles = {"one", "two"}});
  const std::string html = page.html();
  EXPECT_TRUE(contains(html, "width=\"240\" height=\"200\""));
  EXPECT_TRUE(contains(html, "data:image/png;base64,iVBORw0KGgo"));
  EXPECT_TRUE(contains(html, "repeat(2,1fr)"));
  EXPECT_THROW(page.figure_png({.png = "GIF89a"}), std::invalid_argument);
  EXPECT_THROW(page.figure_svg("not a picture", ""), std::invalid_argument);
}

TEST(Report, EachSvgKeepsItsOwnIds) {
  ReportPage page("t", "l");
  const std::string svg = "<?xml version='1.0'?><svg><g id='a'/><use href='#a'/></svg>";
  page.figure_svg(svg, "");
  page.figure_svg(svg, "");
  const std::string html = page.html();
  EXPECT_FALSE(contains(html, "<?xml"));
  EXPECT_TRUE(contains(html, "<g id='figure1-a'/><use href='#figure1-a'/>"));
  EXPECT_TRUE(contains(html, "<g id='figure2-a'/><use href='#figure2-a'/>"));
}

TEST(Report, WithoutGnuplotANoteTakesThePlotsPlace) {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nonexistent", 1);
  ReportPage page("t", "l");
  page.plot(LinePlot{}, "the loss");
  ::setenv("PATH", path.c_str(), 1);
  EXPECT_TRUE(contains(page.html(), "gnuplot-nox"));
  EXPECT_TRUE(contains(page.html(), "the loss"));
}

TEST(Report, LadderTellsTheStory) {
  if (!has_gnuplot()) GTEST_SKIP() << "gnuplot is not installed";
  const std::string html = ladder_report(some_ladder()).html();
  expect_self_contained(html);
  for (const char* part :
       {"0.486", "0.668", "0.791", "5.7e-06", "FCN-8s at once", "pixelwise ladder --seed 7",
        "worse than FCN-16s (0.668)", "at once (0.845) is better than staged (0.791)", "triangle",
        "What not to conclude", "Seed 7, 2 threads"}) {
    EXPECT_TRUE(contains(html, part)) << part;
  }
  EXPECT_EQ(count(html, "<svg"), 5U);
  EXPECT_FALSE(contains(html, "What the classifier is worth"));
}

TEST(Report, LadderWordsFollowTheNumbers) {
  LadderReport report = some_ladder();
  report.stages[4].results.metrics->mean_iou = 0.7;  // the control beats FCN-16s
  report.stages[5].results.metrics->mean_iou = 0.795;
  const std::string html = ladder_report(report).html();
  EXPECT_TRUE(contains(html, "better than FCN-16s") || contains(html, "That is unusual"));
  EXPECT_FALSE(contains(html, "More training alone does not bring"));
  EXPECT_TRUE(contains(html, "at once (0.795) is about as good as staged"));
}

TEST(Report, LadderLeavesOutWhatWasNotRun) {
  LadderReport report = some_ladder();
  report.stages.resize(2);
  EXPECT_FALSE(contains(ladder_report(report).html(), "just more training"));
  report.stages.clear();
  EXPECT_TRUE(contains(ladder_report(report).html(), "</html>"));
}

TEST(Report, LadderWithScratchComparesTransfer) {
  LadderReport report = some_ladder();
  report.stages.push_back({.results = {.name = "fcn8s_scratch", .metrics = metrics(0.434)},
                           .title = "FCN-8s from scratch"});
  EXPECT_TRUE(contains(ladder_report(report).html(), "What the classifier is worth"));
}

TEST(Report, AMissingPanelIsAnError) {
  LadderReport report = some_ladder();
  report.panel_path = "/no/such/panel.png";
  EXPECT_THROW(ladder_report(report), std::runtime_error);
}

// 90 of 100 pixels are background; two of three classes occur.
TrainReport some_training() {
  TrainReport report{.model = "fcn8s",
                     .data = "shapes",
                     .training_images = 400,
                     .validation_images = 150,
                     .iterations = 100,
                     .scores = ConfusionMatrix(3),
                     .baseline = ConfusionMatrix(3),
                     .best_mean_iou = 0.654,
                     .best_iteration = 90,
                     .best_file = "best.safetensors",
                     .seconds = 75,
                     .classes = {{"background", "disc", "<ring>"}, voc_palette(3)},
                     .settings = {{"lr", "0.002"}},
                     .to_use = "pixelwise predict IMAGE"};
  report.scores.add_count(0, 0, 90);
  report.scores.add_count(1, 1, 6);
  report.scores.add_count(1, 0, 4);
  report.baseline.add_count(0, 0, 90);
  report.baseline.add_count(1, 0, 10);
  for (int i = 1; i <= 100; ++i) {
    report.log.rows.push_back({.iteration = i, .loss = 1.0 / i, .lr = 1e-3, .seconds = 0.1 * i});
    if (i % 50 == 0) report.log.rows.back().extra = {0.9, 0.5};
  }
  return report;
}

TEST(Report, TrainShowsCurvesScoresAndSettings) {
  if (!has_gnuplot()) GTEST_SKIP() << "gnuplot is not installed";
  const std::string html = train_report(some_training()).html();
  expect_self_contained(html);
  for (const char* part : {"fcn8s on shapes", "400 training and 150 validation images, 100 iter",
                           "0.779",  // mean IoU: (90/94 + 6/10) / 2, the third has none
                           "0.450",  // of one class for all: (90/100 + 0) / 2
                           "after 90 iterations: best.safetensors", "0.654", "1:15", "0.002",
                           "60.0 %",  // of the discs were found
                           "&lt;ring&gt;", "\u2013", "pixelwise predict IMAGE"}) {
    EXPECT_TRUE(contains(html, part)) << part;
  }
  EXPECT_EQ(count(html, "<svg"), 3U);
}

TEST(Report, TrainLeavesOutWhatIsNotThere) {
  if (!has_gnuplot()) GTEST_SKIP() << "gnuplot is not installed";
  TrainReport report = some_training();
  report.to_use.clear();
  report.log.rows.clear();
  const std::string html = train_report(report).html();
  EXPECT_FALSE(contains(html, "To use the network"));
  EXPECT_EQ(count(html, "<svg"), 1U);  // the bars of the classes
  report.log.rows.push_back({.iteration = 1, .loss = 1.0});
  EXPECT_EQ(count(train_report(report).html(), "<svg"), 2U);  // no validation yet
  report.classes.names.pop_back();
  EXPECT_THROW(train_report(report), std::invalid_argument);
  report = some_training();
  report.panel_path = "/no/such/panel.png";
  EXPECT_THROW(train_report(report), std::runtime_error);
}

TEST(Report, TheFrameIsFilledOnce) {
  ReportPage page("{{body}}", "{{style}}");
  page.paragraph("{{title}} {{nothing}}");
  const std::string html = page.html();
  EXPECT_TRUE(contains(html, "<title>{{body}}</title>"));
  EXPECT_TRUE(contains(html, "<p class=\"lead\">{{style}}</p>"));
  EXPECT_TRUE(contains(html, "<p>{{title}} {{nothing}}</p>"));
  EXPECT_EQ(html.rfind("<!DOCTYPE html>\n", 0), 0U);
  EXPECT_TRUE(contains(html, "<style>\n:root {"));
}

TEST(Report, WritesThePage) {
  const TemporaryFolder folder;
  const std::string path = folder / "report.html";
  const ReportPage page("t", "l");
  page.write(path);
  EXPECT_EQ(read_file(path), page.html());
  EXPECT_THROW(page.write("/no/such/folder/report.html"), std::runtime_error);
}

}  // namespace
}  // namespace pixelwise
