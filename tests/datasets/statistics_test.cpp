#include "datasets/statistics.h"

#include <gtest/gtest.h>

#include "base/labels.h"
#include "datasets/open_dataset.h"
#include "metrics/truth_bound.h"
#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

Sample with_ids(int width, int height, std::vector<std::uint8_t> ids) {
  Sample sample{test_image(width, height), Mask(width, height), "s"};
  sample.mask.ids = std::move(ids);
  return sample;
}

InMemoryDataset three_images() {
  return InMemoryDataset({"three", numbered_classes(4), false, {}},
                         {with_ids(2, 2, {0, 0, 0, 1}), with_ids(2, 2, {0, 2, 2, 255}),
                          with_ids(4, 1, {0, 0, 0, 255})});
}

TEST(Statistics, CountsPixelsImagesAndSizes) {
  const DatasetStatistics statistics = collect_statistics(three_images());
  EXPECT_EQ(statistics.images, 3);
  EXPECT_EQ(statistics.sizes.at({2, 2}), 2);
  EXPECT_EQ(statistics.sizes.at({4, 1}), 1);
  EXPECT_EQ(statistics.class_pixels, (std::vector<std::uint64_t>{7, 1, 2, 0}));
  EXPECT_EQ(statistics.class_images, (std::vector<std::int64_t>{3, 1, 1, 0}));
  EXPECT_EQ(statistics.void_pixels, 2U);
  EXPECT_DOUBLE_EQ(statistics.void_share(), 2.0 / 12);
  EXPECT_DOUBLE_EQ(statistics.class_shares()[2], 2.0 / 10);
}

TEST(Statistics, MedianFrequencyWeights) {
  // f = 7/10, 1/4, 2/3; median 2/3; class 3 never occurs.
  const std::vector<float> weights = median_frequency_weights(collect_statistics(three_images()));
  ASSERT_EQ(weights.size(), 4U);
  EXPECT_NEAR(weights[0], (2.0 / 3) / 0.7, 1e-6);
  EXPECT_NEAR(weights[1], (2.0 / 3) / 0.25, 1e-6);
  EXPECT_NEAR(weights[2], 1.0, 1e-6);
  EXPECT_EQ(weights[3], 0.0F);
}

TEST(Statistics, MedianOfAnEvenNumber) {
  const InMemoryDataset two({"two", numbered_classes(2), false, {}},
                            {with_ids(4, 1, {0, 0, 0, 1})});
  const std::vector<float> weights = median_frequency_weights(collect_statistics(two));
  EXPECT_NEAR(weights[0], 0.5 / 0.75, 1e-6);
  EXPECT_NEAR(weights[1], 0.5 / 0.25, 1e-6);
}

TEST(TruthBound, FactorOneKeepsTheMask) {
  const Mask mask = test_mask(9, 7, 4);
  EXPECT_EQ(through_coarse_grid(mask, 4, 1).ids, mask.ids);
}

// Two blocks of 2x1: shares (1, 0) and (1/2, 1/2). At the centres of the pixels the share of class
// 1 is 0, 1/8, 3/8, 1/2: class 0 everywhere, on a tie as well.
TEST(TruthBound, WorkedExample) {
  Mask mask(4, 1);
  mask.ids = {0, 0, 0, 1};
  EXPECT_EQ(through_coarse_grid(mask, 2, 2).ids, (std::vector<std::uint8_t>{0, 0, 0, 0}));
  mask.ids = {0, 0, 1, 1};
  EXPECT_EQ(through_coarse_grid(mask, 2, 2).ids, mask.ids);
}

TEST(TruthBound, BlocksCutByTheBorderAndVoid) {
  Mask mask(5, 1);
  mask.ids = {0, 0, 0, 0, 1};
  EXPECT_EQ(through_coarse_grid(mask, 2, 4).ids, (std::vector<std::uint8_t>{0, 0, 0, 0, 1}));
  mask.ids = {255, 255, 255, 1, 255};
  EXPECT_EQ(through_coarse_grid(mask, 2, 4).ids, (std::vector<std::uint8_t>{1, 1, 1, 1, 1}));
}

// Another generator of the same task gave .486 .828 .979 .999.
TEST(TruthBound, OfTheShapes) {
  const DatasetPtr shapes = open_dataset("shapes", Split::val);
  EXPECT_NEAR(truth_downsampling_bound(*shapes, 32).mean_iou(), .486, .03);
  EXPECT_NEAR(truth_downsampling_bound(*shapes, 16).mean_iou(), .828, .02);
  EXPECT_NEAR(truth_downsampling_bound(*shapes, 8).mean_iou(), .979, .003);
  EXPECT_NEAR(truth_downsampling_bound(*shapes, 4).mean_iou(), .999, .001);
}

TEST(TruthBound, NeedsMasks) {
  EXPECT_TRUE(contains(message_of<std::invalid_argument>([] {
                         truth_downsampling_bound(*open_dataset("shapes-classify", Split::val), 8);
                       }),
                       "shapes-classify has one class per image, no masks"));
}

}  // namespace
}  // namespace pixelwise
