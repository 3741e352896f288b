#include "report/results.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/read_file.h"
#include "metrics/segmentation_metrics.h"
#include "tests/base/temporary_folder.h"

namespace pixelwise {
namespace {

using Json = nlohmann::json;

SegmentationMetrics some_metrics() {
  return {.pixel_accuracy = 0.9,
          .mean_accuracy = 0.8,
          .mean_iou = 0.7,
          .fw_iou = 0.85,
          .iou = {0.95, std::nullopt, 0.45},
          .mean_dice = 0.75,
          .dice = {0.97, std::nullopt, 0.62}};
}

TEST(Results, EvalHasItsFieldsInOrder) {
  const std::string json = to_json(EvalResults{150, some_metrics(), 1.5});
  const Json parsed = Json::parse(json);
  EXPECT_EQ(parsed["images"], 150);
  EXPECT_EQ(parsed["pixel_accuracy"], 0.9);
  EXPECT_EQ(parsed["mean_accuracy"], 0.8);
  EXPECT_EQ(parsed["mean_iou"], 0.7);
  EXPECT_EQ(parsed["fw_iou"], 0.85);
  EXPECT_EQ(parsed["iou"], Json::parse("[0.95, null, 0.45]"));
  EXPECT_EQ(parsed["seconds"], 1.5);
  EXPECT_EQ(parsed["mean_dice"], 0.75);
  EXPECT_EQ(parsed["dice"], Json::parse("[0.97, null, 0.62]"));
  EXPECT_EQ(parsed.size(), 9U);
  EXPECT_LT(json.find("images"), json.find("pixel_accuracy"));
  EXPECT_LT(json.find("\"iou\""), json.find("seconds"));
  EXPECT_EQ(json.back(), '\n');
}

TEST(Results, LadderHasOneObjectPerStage) {
  LadderResults results{
      .seed = 18446744073709551615U, .threads = 2, .surgery_max_difference = 5e-6, .stages = {}};
  results.stages.push_back({.name = "classifier",
                            .iterations = 400,
                            .seconds = 9.1,
                            .accuracy = 0.97,
                            .mean_iou_before = {},
                            .metrics = {}});
  results.stages.push_back({.name = "fcn32s",
                            .iterations = 200,
                            .seconds = 7,
                            .accuracy = {},
                            .mean_iou_before = 0.02,
                            .metrics = some_metrics()});
  const Json parsed = Json::parse(to_json(results));
  EXPECT_EQ(parsed["seed"], 18446744073709551615U);
  EXPECT_EQ(parsed["threads"], 2);
  EXPECT_EQ(parsed["surgery_max_difference"], 5e-6);
  EXPECT_EQ(parsed["stages"][0], Json::parse(R"({"name": "classifier", "iterations": 400,
                                                 "accuracy": 0.97, "seconds": 9.1})"));
  EXPECT_EQ(parsed["stages"][1]["mean_iou_before"], 0.02);
  EXPECT_EQ(parsed["stages"][1]["mean_iou"], 0.7);
  EXPECT_FALSE(parsed["stages"][1].contains("accuracy"));
}

TEST(Results, NanAndInfinityNeverReachTheFile) {
  EvalResults results{150, some_metrics(), 1.5};
  results.metrics.mean_iou = std::numeric_limits<double>::quiet_NaN();
  try {
    to_json(results);
    FAIL();
  } catch (const std::invalid_argument& error) {
    EXPECT_STREQ(error.what(), "results: mean_iou is nan; it must be a number");
  }
  LadderResults ladder;
  ladder.surgery_max_difference = std::numeric_limits<double>::infinity();
  const TemporaryFolder folder;
  const std::string path = folder / "nan.json";
  EXPECT_THROW(write_results(path, ladder), std::invalid_argument);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST(Results, MetricsComeFromTheMatrix) {
  ConfusionMatrix matrix(3);
  matrix.add_count(0, 0, 50);
  matrix.add_count(0, 1, 5);
  matrix.add_count(1, 0, 10);
  matrix.add_count(1, 1, 35);
  const SegmentationMetrics metrics = metrics_of(matrix);
  EXPECT_NEAR(metrics.pixel_accuracy, 0.85, 1e-12);
  EXPECT_NEAR(metrics.mean_accuracy, 0.8434, 5e-5);
  EXPECT_NEAR(metrics.mean_iou, 0.7346, 5e-5);
  EXPECT_NEAR(metrics.fw_iou, 0.7381, 5e-5);
  EXPECT_FALSE(metrics.iou.at(2).has_value());
  EXPECT_NEAR(metrics.mean_dice, 0.8465, 5e-5);  // of 100 / 115 and 70 / 85
  EXPECT_FALSE(metrics.dice.at(2).has_value());
}

TEST(Results, WritesTheSameText) {
  const TemporaryFolder folder;
  const std::string path = folder / "results.json";
  LadderResults results;
  results.seed = 7;
  write_results(path, results);
  EXPECT_EQ(read_file(path), to_json(results));
  EXPECT_THROW(write_results("/no/such/folder/results.json", results), std::runtime_error);
}

}  // namespace
}  // namespace pixelwise
