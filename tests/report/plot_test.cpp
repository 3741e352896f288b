#include "report/plot.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <limits>

#include "base/read_file.h"
#include "report/plot_gnuplot.h"
#include "tests/base/temporary_folder.h"
#include "tests/report/has_gnuplot.h"

namespace pixelwise {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

LinePlot some_lines() {
  LinePlot plot{.title = "Loss", .x_label = "iteration", .y_label = "loss (nats)"};
  plot.series.push_back(
      {.name = "FCN-32s", .x = {1, 2, 3, 4}, .y = {2, 1, kNaN, 0.5}, .smooth = 3});
  plot.series.push_back({.name = "FCN-16s", .x = {1, 2}, .y = {1, 0.5}, .dots = true});
  plot.markers.push_back({.x = 2, .label = "stage two"});
  return plot;
}

void expect_contains(const std::string& text, const std::string& part) {
  EXPECT_NE(text.find(part), std::string::npos) << "no '" << part << "'";
}

class DrawnPlot : public testing::Test {
 protected:
  void SetUp() override {
    if (!has_gnuplot()) GTEST_SKIP() << "gnuplot is not installed";
  }
};

TEST_F(DrawnPlot, LinesHaveLabelsLegendAndMarkers) {
  const std::string svg = render_plot(some_lines(), PlotFormat::svg);
  for (const char* part :
       {"<svg", "Loss", "iteration", "loss (nats)", "FCN-32s", "FCN-16s", "stage two", "</svg>"}) {
    expect_contains(svg, part);
  }
  EXPECT_EQ(svg.find("Gnuplot</title>"), std::string::npos);
}

TEST_F(DrawnPlot, NamesInPlaceOfNumbersAlongTheYAxis) {
  LinePlot plot = some_lines();
  plot.y_names = {"the image", "pool1"};
  plot.y_min = -1.5;
  for (const std::string& name : plot.y_names) {
    expect_contains(render_plot(plot, PlotFormat::svg), name);
  }
}

TEST_F(DrawnPlot, EveryKindDrawsBothFormats) {
  const BarChart bars{.y_label = "IoU",
                      .categories = {"disc", "ring"},
                      .groups = {{.name = "a", .values = {0.5, std::nullopt}},
                                 {.name = "b", .values = {0.25, 0.75}}}};
  const HeatMap map{.title = "map", .rows = {{1, 2, 3}, {4, kNaN, 6}}};
  const std::string png_signature = "\x89PNG\r\n\x1a\n";
  for (const Plot& plot : std::vector<Plot>{some_lines(), bars, map}) {
    expect_contains(render_plot(plot, PlotFormat::svg), "</svg>");
    EXPECT_EQ(render_plot(plot, PlotFormat::png).substr(0, 8), png_signature);
  }
  expect_contains(render_plot(bars, PlotFormat::svg), "0.75");
}

TEST_F(DrawnPlot, TheSamePlotGivesTheSameBytes) {
  EXPECT_EQ(render_plot(some_lines(), PlotFormat::svg), render_plot(some_lines(), PlotFormat::svg));
}

TEST_F(DrawnPlot, NothingToDrawIsNoError) {
  expect_contains(render_plot(LinePlot{}, PlotFormat::svg), "</svg>");
  LinePlot nothing;
  nothing.series.push_back({.name = "empty", .x = {1, 2}, .y = {kNaN, kNaN}});
  expect_contains(render_plot(nothing, PlotFormat::svg), "</svg>");
  nothing.log_y = true;
  expect_contains(render_plot(nothing, PlotFormat::svg), "</svg>");
  LinePlot point;
  point.series.push_back({.name = "one", .x = {1}, .y = {0}});
  expect_contains(render_plot(point, PlotFormat::svg), "</svg>");
  const BarChart no_value{.categories = {"a"}, .groups = {{.name = "g", .values = {std::nullopt}}}};
  expect_contains(render_plot(no_value, PlotFormat::svg), "</svg>");
  expect_contains(render_plot(BarChart{}, PlotFormat::svg), "</svg>");
  expect_contains(render_plot(HeatMap{.rows = {{0, 0}}}, PlotFormat::svg), "</svg>");
}

TEST_F(DrawnPlot, DiagramsHoldImagesAndFrames) {
  Image image(2, 2, 3);
  image.at(1, 0)[0] = 255;
  const Diagram diagram{
      .images = {{.x = 10, .y = 10, .width = 40, .image = image}},
      .boxes = {{.x = 5, .y = 5, .width = 60, .height = 60, .frame = Colour{1, 2, 3}}}};
  const std::string svg = render_plot(diagram, PlotFormat::svg);
  expect_contains(svg, "rgb(255,   0,   0)");
  expect_contains(svg, "1,   2,   3");
  Diagram grey = diagram;
  grey.images[0].image = Image(2, 2, 1);
  EXPECT_THROW(render_plot(grey, PlotFormat::png), std::invalid_argument);
}

TEST_F(DrawnPlot, LogarithmicAxesSkipWhatHasNoLogarithm) {
  LinePlot plot;
  plot.series.push_back({.name = "a", .x = {0, 1, 10}, .y = {1, 0, 100}});
  plot.log_x = plot.log_y = true;
  expect_contains(render_plot(plot, PlotFormat::svg), "</svg>");
}

TEST_F(DrawnPlot, ManyPointsStayASmallPicture) {
  LinePlot plot;
  Series series{.name = "long"};
  for (int i = 0; i < 300000; ++i) {
    series.x.push_back(i);
    series.y.push_back(i == 123456 ? 1000 : std::sin(i * 0.001));
  }
  plot.series.push_back(series);
  const std::string svg = render_plot(plot, PlotFormat::svg);
  EXPECT_LT(svg.size(), 200000U);
  expect_contains(svg, "1000");  // the spike still sets the scale
}

TEST_F(DrawnPlot, LabelsAreDataNotCommands) {
  const TemporaryFolder folder;
  const std::string victim = folder / "victim";
  const std::string evil = "'\n!touch " + victim + "\n`touch " + victim + "` $(touch " + victim +
                           ") \"; system('touch " + victim + "') EOD {/Bold x}_y^z @a &b <script>";
  LinePlot plot{.title = evil, .x_label = evil, .y_label = evil};
  plot.series.push_back({.name = evil, .x = {1, 2}, .y = {1, 2}});
  plot.markers.push_back({.x = 1, .label = evil});
  const std::string svg = render_plot(plot, PlotFormat::svg);
  EXPECT_FALSE(std::filesystem::exists(victim));
  EXPECT_EQ(svg.find("<script>"), std::string::npos);
  expect_contains(svg, "{/Bold x}_y^z");
  render_plot(BarChart{.y_label = evil, .categories = {evil}, .groups = {{evil, {1.0}, {}}}},
              PlotFormat::png);
  EXPECT_FALSE(std::filesystem::exists(victim));
}

TEST_F(DrawnPlot, WritesByTheEndingOfTheName) {
  const TemporaryFolder folder;
  const std::string path = folder / "plot.svg";
  write_plot(path, some_lines());
  expect_contains(read_file(path), "</svg>");
  EXPECT_THROW(write_plot(folder / "x.jpg", some_lines()), std::invalid_argument);
}

TEST(Plot, MisuseIsExplained) {
  LinePlot plot;
  plot.series.push_back({.name = "a", .x = {1, 2}, .y = {1}});
  EXPECT_THROW(render_plot(plot, PlotFormat::svg), std::invalid_argument);
  EXPECT_THROW(render_plot(HeatMap{}, PlotFormat::svg), std::invalid_argument);
  EXPECT_THROW(render_plot(HeatMap{.rows = {{1, 2}, {3}}}, PlotFormat::svg), std::invalid_argument);
  EXPECT_THROW(render_plot(BarChart{.categories = {"a"}, .groups = {{.values = {1.0, 2.0}}}},
                           PlotFormat::svg),
               std::invalid_argument);
}

TEST(Plot, AMissingGnuplotNamesThePackage) {
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", "/nonexistent", 1);
  std::string message;
  try {
    render_plot(some_lines(), PlotFormat::svg);
  } catch (const std::runtime_error& error) {
    message = error.what();
  }
  ::setenv("PATH", path.c_str(), 1);
  expect_contains(message, "apt-get install gnuplot-nox");
}

TEST(Plot, WhoHasMoreToDoGoesOnWithoutGnuplot) {
  const std::string path = std::getenv("PATH");
  const TemporaryFolder folder;
  const std::string file = folder / "not_drawn.svg";
  ::setenv("PATH", "/nonexistent", 1);
  const std::string message = try_write_plot(file, some_lines());
  ::setenv("PATH", path.c_str(), 1);
  expect_contains(message, "apt-get install gnuplot-nox");
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(DrawnPlot, GnuplotsOwnWordsAreInTheMessage) {
  try {
    run_gnuplot("set nonsense\n");
    FAIL();
  } catch (const std::runtime_error& error) {
    expect_contains(error.what(), "nonsense");
  }
}

TEST(Plot, SmoothingIsACentredMean) {
  EXPECT_EQ(smoothed({1, 2, 3, 6}, 3), (std::vector<double>{1.5, 2, 11.0 / 3, 4.5}));
  EXPECT_EQ(smoothed({1, 2}, 1), (std::vector<double>{1, 2}));
  EXPECT_EQ(smoothed({1, kNaN, 3}, 3), (std::vector<double>{1, 2, 3}));
  EXPECT_TRUE(std::isnan(smoothed({kNaN}, 3).at(0)));
}

}  // namespace
}  // namespace pixelwise
