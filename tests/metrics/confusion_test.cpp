#include "metrics/confusion.h"

#include <gtest/gtest.h>

#include <string>

namespace pixelwise {
namespace {

ConfusionMatrix worked_example() {
  ConfusionMatrix matrix(2);
  matrix.add_count(0, 0, 50);
  matrix.add_count(0, 1, 5);
  matrix.add_count(1, 0, 10);
  matrix.add_count(1, 1, 35);
  return matrix;
}

template <class Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "(no std::invalid_argument)";
}

TEST(ConfusionMatrix, WorkedExample) {
  const ConfusionMatrix matrix = worked_example();
  EXPECT_NEAR(matrix.pixel_accuracy(), 85.0 / 100, 1e-12);
  EXPECT_NEAR(matrix.mean_accuracy(), (50.0 / 55 + 35.0 / 45) / 2, 1e-12);
  EXPECT_NEAR(matrix.mean_iou(), (50.0 / 65 + 35.0 / 50) / 2, 1e-12);
  EXPECT_NEAR(matrix.fw_iou(), 0.55 * 50.0 / 65 + 0.45 * 35.0 / 50, 1e-12);
  EXPECT_NEAR(matrix.mean_accuracy(), 0.8434, 5e-5);
  EXPECT_NEAR(matrix.mean_iou(), 0.7346, 5e-5);
  EXPECT_NEAR(matrix.fw_iou(), 0.7381, 5e-5);
}

// 2 TP / (2 TP + FP + FN), which is 2 IoU / (1 + IoU).
TEST(ConfusionMatrix, DiceByHand) {
  const ConfusionMatrix matrix = worked_example();
  EXPECT_NEAR(matrix.dice()[0].value(), 100.0 / (100 + 10 + 5), 1e-12);
  EXPECT_NEAR(matrix.dice()[1].value(), 70.0 / (70 + 5 + 10), 1e-12);
  EXPECT_NEAR(matrix.mean_dice(), (100.0 / 115 + 70.0 / 85) / 2, 1e-12);
  const double iou = matrix.iou()[1].value();
  EXPECT_NEAR(matrix.dice()[1].value(), 2 * iou / (1 + iou), 1e-12);
  ConfusionMatrix absent(3);
  absent.add_count(0, 1, 4);
  EXPECT_FALSE(absent.dice()[2].has_value());
  EXPECT_EQ(absent.dice()[1].value(), 0.0);
}

TEST(ConfusionMatrix, RowsAreTruthAndColumnsPrediction) {
  ConfusionMatrix matrix(3);
  const std::uint8_t truth[] = {0, 0, 1, 2};
  const std::uint8_t prediction[] = {0, 1, 1, 1};
  matrix.add(truth, prediction);
  EXPECT_EQ(matrix.count(0, 1), 1U);
  EXPECT_EQ(matrix.count(1, 0), 0U);
  EXPECT_EQ(matrix.truth_pixels(0), 2U);
  EXPECT_EQ(matrix.predicted_pixels(1), 3U);
  EXPECT_EQ(matrix.labelled_pixels(), 4U);
}

TEST(ConfusionMatrix, VoidIsNotCounted) {
  ConfusionMatrix matrix(2);
  const std::uint8_t truth[] = {0, kVoidLabel, 1, kVoidLabel};
  const std::uint8_t prediction[] = {0, 0, 1, 1};
  matrix.add(truth, prediction);
  EXPECT_EQ(matrix.labelled_pixels(), 2U);
  EXPECT_EQ(matrix.mean_iou(), 1.0);
}

TEST(ConfusionMatrix, AbsentClassIsExcludedNotCountedAsOneOrZero) {
  ConfusionMatrix matrix(3);
  matrix.add_count(0, 0, 3);
  matrix.add_count(0, 1, 1);
  matrix.add_count(1, 1, 1);
  ASSERT_EQ(matrix.iou().size(), 3U);
  EXPECT_FALSE(matrix.iou()[2].has_value());
  EXPECT_DOUBLE_EQ(matrix.mean_iou(), (0.75 + 0.5) / 2);
  EXPECT_DOUBLE_EQ(matrix.mean_accuracy(), (0.75 + 1.0) / 2);
}

TEST(ConfusionMatrix, PredictedButAbsentClassCountsAsZero) {
  ConfusionMatrix matrix(2);
  matrix.add_count(0, 0, 3);
  matrix.add_count(0, 1, 1);
  EXPECT_DOUBLE_EQ(matrix.iou()[1].value(), 0.0);
  EXPECT_DOUBLE_EQ(matrix.mean_iou(), 0.375);
  EXPECT_DOUBLE_EQ(matrix.mean_accuracy(), 0.75);
}

TEST(ConfusionMatrix, MergeAddsCounts) {
  ConfusionMatrix matrix = worked_example();
  ConfusionMatrix other(2);
  other.add_count(0, 1, 100);
  matrix.merge(other);
  EXPECT_EQ(matrix.count(0, 1), 105U);
  EXPECT_EQ(matrix.count(1, 1), 35U);
}

TEST(ConfusionMatrix, ExplainsMisuse) {
  ConfusionMatrix matrix(2);
  const std::uint8_t two[] = {0, 1}, three[] = {0, 1, 1}, large[] = {0, 7};
  EXPECT_NE(message_of([&] { matrix.add(two, three); }).find("2 true labels but 3 predicted"),
            std::string::npos);
  EXPECT_NE(message_of([&] { matrix.add(large, two); }).find("true label 7 but there are 2"),
            std::string::npos);
  EXPECT_NE(message_of([&] { matrix.add(two, large); }).find("predicted label 7"),
            std::string::npos);
  EXPECT_NE(message_of([&] { matrix.merge(ConfusionMatrix(3)); }).find("merge 3 classes into 2"),
            std::string::npos);
  EXPECT_NE(message_of([] { ConfusionMatrix(2).mean_iou(); }).find("no mean IoU"),
            std::string::npos);
  EXPECT_NE(message_of([] { ConfusionMatrix(2).mean_dice(); }).find("no mean Dice"),
            std::string::npos);
  EXPECT_NE(message_of([] { ConfusionMatrix(256); }).find("256 classes"), std::string::npos);
}

}  // namespace
}  // namespace pixelwise
