// What a confusion matrix tells.
#include "doctor/score_findings.h"

#include <gtest/gtest.h>

#include "doctor/verdict.h"
#include "tests/doctor/made.h"

namespace pixelwise {
namespace {

const std::vector<std::string> kNames = {"ground", "tree", "car"};
const ConfusionMatrix kBaseline = made::matrix({{800, 0, 0}, {150, 0, 0}, {50, 0, 0}});
const ConfusionMatrix kGood = made::matrix({{780, 10, 10}, {10, 135, 5}, {5, 5, 40}});

TEST(ScoreFindings, NothingOfAGoodNetwork) {
  EXPECT_EQ(made::names(score_findings(kGood, kBaseline, kNames)), "");
  EXPECT_EQ(verdict(kGood, kBaseline, {}),
            "better than one class for all (mean IoU 0.797 against 0.267)");
}

TEST(ScoreFindings, OneClassForAll) {
  const Findings found = score_findings(kBaseline, kBaseline, kNames);
  EXPECT_EQ(made::names(found), "one class only");
  EXPECT_EQ(made::what(found, "one class only"),
            "every pixel is called ground; that alone scores the pixel accuracy 0.800");
  EXPECT_EQ(verdict(kBaseline, kBaseline, found),
            "no better than one class for all (mean IoU 0.267 against 0.267); every pixel is "
            "called ground; that alone scores the pixel accuracy 0.800");
}

TEST(ScoreFindings, HardlyBetterThanOneClass) {
  const ConfusionMatrix scores = made::matrix({{790, 10, 0}, {150, 0, 0}, {48, 0, 2}});
  EXPECT_TRUE(has_finding(score_findings(scores, kBaseline, kNames), "no better than one class"));
}

TEST(ScoreFindings, GuessingIsNotBetter) {
  const ConfusionMatrix even = made::matrix({{30, 0, 0}, {30, 0, 0}, {30, 0, 0}});
  const ConfusionMatrix guessed = made::matrix({{10, 10, 10}, {10, 10, 10}, {10, 10, 10}});
  EXPECT_GT(guessed.mean_iou(), even.mean_iou() + 0.03);
  EXPECT_TRUE(is_no_better(guessed, even));
  EXPECT_FALSE(is_no_better(kGood, kBaseline));
}

TEST(ScoreFindings, TooOftenAndTooSeldom) {
  const ConfusionMatrix often = made::matrix({{600, 0, 200}, {0, 150, 0}, {0, 0, 50}});
  EXPECT_EQ(made::what(score_findings(often, kBaseline, kNames), "predicted too often"),
            "car is predicted 5.0 times as often as it occurs (25.0 % of the pixels against "
            "5.0 %)");
  const ConfusionMatrix seldom = made::matrix({{800, 0, 0}, {120, 30, 0}, {0, 0, 50}});
  EXPECT_EQ(made::what(score_findings(seldom, kBaseline, kNames), "predicted too seldom"),
            "tree is predicted 0.2 times as often as it occurs (3.0 % of the pixels against "
            "15.0 %)");
  const ConfusionMatrix never = made::matrix({{800, 0, 0}, {0, 150, 0}, {50, 0, 0}});
  EXPECT_EQ(made::what(score_findings(never, kBaseline, kNames), "predicted too seldom"),
            "car is never predicted, though it is 5.0 % of the pixels");
}

TEST(ScoreFindings, ClassesInAnotherOrder) {
  const ConfusionMatrix scores = made::matrix({{10, 780, 10}, {5, 5, 140}, {40, 5, 5}});
  EXPECT_EQ(match_classes(scores), (std::vector<int>{1, 2, 0}));
  EXPECT_DOUBLE_EQ(iou_of_pair(scores, 2, 0), 40.0 / 65);
  const Findings found = score_findings(scores, kBaseline, kNames);
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].name, "wrong class order");
  EXPECT_EQ(found[0].what.substr(0, 95),
            "the network finds the classes under other names: ground as tree (0.963), tree as car "
            "(0.848), c");
  EXPECT_FALSE(has_finding(score_findings(kGood, kBaseline, kNames), "wrong class order"));
}

TEST(ScoreFindings, OverFitted) {
  const ConfusionMatrix seen = made::matrix({{800, 0, 0}, {0, 150, 0}, {0, 0, 50}});
  EXPECT_EQ(made::what(score_findings(kGood, kBaseline, kNames, &seen), "over-fitted"),
            "over-fitted: the mean IoU is 1.000 on training images, 0.797 on validation images");
  EXPECT_FALSE(has_finding(score_findings(kGood, kBaseline, kNames, &kGood), "over-fitted"));
}

}  // namespace
}  // namespace pixelwise
