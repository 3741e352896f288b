// The files that show a ladder.
#include "report/ladder_files.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/read_file.h"
#include "datasets/image.h"
#include "tests/report/has_gnuplot.h"

namespace pixelwise {
namespace {

TEST(LadderFiles, PagePanelCurvesAndBars) {
  if (!has_gnuplot()) GTEST_SKIP() << "gnuplot is not installed";
  LadderReport report{.classes = {{"background", "disc"}, voc_palette(2)}};
  report.stages.push_back({.results = {.name = "classifier", .accuracy = 0.9},
                           .title = "Classifier",
                           .losses = {1.5, 1.0}});
  for (const char* name : {"fcn32s", "fcn16s", "fcn8s"}) {
    const SegmentationMetrics metrics{.mean_iou = 0.5, .iou = {0.5, 0.5}};
    report.stages.push_back({.results = {.name = name, .iterations = 2, .metrics = metrics},
                             .title = std::string("net ") + name,
                             .losses = {1.0, 0.5}});
  }
  const Panel panel{.columns = {"image", "truth"}, .pictures = {{Image(4, 3, 3), Image(4, 3, 3)}}};
  const std::string folder = testing::TempDir() + "pixelwise_ladder_files";
  std::filesystem::create_directories(folder);
  const auto written = write_ladder_files(report, panel, folder);
  ASSERT_EQ(written.size(), 4U);
  for (const std::string& path : written) EXPECT_TRUE(std::filesystem::exists(path)) << path;
  EXPECT_NE(read_file(folder + "/report.html").find("data:image/png;base64,"), std::string::npos);
  EXPECT_NE(read_file(folder + "/curves.svg").find("net fcn16s"), std::string::npos);
  const Image sheet = read_image(folder + "/panel.png");
  EXPECT_EQ(sheet.width, 2 * 4 * 2 + 3 * 6);  // two pictures, enlarged twice, with gaps
  report.stages.pop_back();
  EXPECT_THROW(write_ladder_files(report, panel, folder), std::invalid_argument);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace pixelwise
