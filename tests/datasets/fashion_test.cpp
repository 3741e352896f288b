// Fashion-MNIST and scenes of garments, on a few drawn garments; on the real ones where they are.
#include "datasets/fashion.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/labels.h"
#include "datasets/mask.h"
#include "datasets/open_dataset.h"
#include "datasets/statistics.h"
#include "tests/datasets/idx_maker.h"

namespace pixelwise {
namespace {

class Fashion : public ::testing::Test {
 protected:
  void SetUp() override { write_little_fashion(folder_.path(), 30, 20); }

  DatasetPtr open(const std::string& name, Split split, const DatasetOptions& options = {}) const {
    return open_dataset(name + ":" + folder_.path(), split, options);
  }
  Sample scene(std::uint64_t seed, Split split, std::int64_t i) const {
    return open("fashion-scenes", split, {.seed = seed})->get(i);
  }

  const TemporaryFolder folder_;
};

TEST_F(Fashion, PhotographsAreEnlargedAWholeNumberOfTimes) {
  const DatasetPtr small = open("fashion-mnist", Split::train);
  EXPECT_EQ(small->size(), 30);
  EXPECT_EQ(small->num_classes(), 10);
  EXPECT_TRUE(small->whole_image());
  EXPECT_EQ(small->class_names()[9], "ankle boot");
  const Sample nine = small->get(9);
  EXPECT_EQ(nine.image.width, 28);
  EXPECT_EQ(nine.mask.ids, (std::vector<std::uint8_t>{9}));
  EXPECT_EQ(nine.image.at(14, 14)[2], 190);

  const DatasetPtr large =
      open("fashion-mnist", Split::val, {.width = 96, .height = 100, .count = 4});
  EXPECT_EQ(large->size(), 4);
  const Sample three = large->get(3);  // a box of 12x22 pixels, 3 times enlarged
  EXPECT_EQ(three.image.width, 96);
  EXPECT_EQ(three.image.height, 100);
  EXPECT_EQ(three.image.at(48, 50)[0], 130);
  EXPECT_EQ(three.image.at(48, 50 - 36)[0], 0);
  EXPECT_EQ(three.image.at(48, 50 - 30)[0], 130);
  EXPECT_EQ(three.image.at(48 - 20, 50)[0], 0);
  EXPECT_TRUE(contains(message_of<std::invalid_argument>(
                           [&] { open("fashion-mnist", Split::val, {.width = 20})->get(0); }),
                       "images of 20x28 pixels; at least 28x28"));
}

TEST_F(Fashion, ScenesDependOnSeedSplitAndNumberAlone) {
  const Sample one = scene(3, Split::train, 7);
  EXPECT_EQ(one.image.width, 128);
  EXPECT_EQ(scene(3, Split::train, 7).image.pixels, one.image.pixels);
  EXPECT_EQ(scene(3, Split::train, 7).mask.ids, one.mask.ids);
  EXPECT_NE(scene(3, Split::train, 8).image.pixels, one.image.pixels);
  EXPECT_NE(scene(4, Split::train, 7).image.pixels, one.image.pixels);
  EXPECT_NE(scene(3, Split::val, 7).image.pixels, one.image.pixels);
  EXPECT_EQ(scene(3, Split::val, 7).image.pixels, scene(4, Split::val, 7).image.pixels);
}

TEST_F(Fashion, MasksHoldGarmentsWithVoidAround) {
  const DatasetPtr data = open("fashion-scenes", Split::train, {.count = 40});
  EXPECT_EQ(data->class_names(), fashion_classes().names);
  EXPECT_TRUE(data->info().generated);
  std::set<int> seen;
  for (std::int64_t i = 0; i < data->size(); ++i) {
    const Mask mask = data->get(i).mask;
    for (int y = 0; y < mask.height; ++y) {
      for (int x = 0; x < mask.width; ++x) {
        const int a = mask.at(x, y), b = mask.at(std::max(x - 1, 0), y);
        ASSERT_TRUE(a == b || a == kVoidLabel || b == kVoidLabel);
        seen.insert(a);
      }
    }
  }
  EXPECT_EQ(seen, (std::set<int>{0, 1, 2, 3, 4, 5, kVoidLabel}));
}

TEST_F(Fashion, OneGarmentToName) {
  const DatasetPtr data = open("fashion-classify", Split::val);
  EXPECT_EQ(data->size(), 300);
  EXPECT_EQ(data->class_names(), fashion_kinds().names);
  EXPECT_EQ(data->get(0).image.width, 96);
  std::vector<int> count(5);
  for (std::int64_t i = 0; i < data->size(); ++i) {
    const Mask mask = data->get(i).mask;
    ASSERT_EQ(mask.ids.size(), 1U);
    ++count.at(mask.ids[0]);
  }
  for (const int n : count) EXPECT_NEAR(n, 60, 30);
}

TEST_F(Fashion, WhatIsWrongWithTheFilesIsSaid) {
  const auto refused = [&](const char* name) {
    return message_of<std::runtime_error>([&] { open(name, Split::train); });
  };
  write_bytes(folder_ / "train-labels-idx1-ubyte", idx_bytes({2}, {1, 2}));
  EXPECT_TRUE(contains(refused("fashion-mnist"), "holds 2 labels, but there are 30 images in"));
  write_bytes(folder_ / "train-labels-idx1-ubyte", idx_bytes({30}, std::string(30, 10)));
  EXPECT_TRUE(contains(refused("fashion-scenes"), "label 0 is 10; expected 0 to 9"));
  std::filesystem::remove(folder_ / "train-labels-idx1-ubyte");
  EXPECT_FALSE(has_garments(folder_.path()));
  EXPECT_TRUE(contains(refused("fashion-classify"), "there is no train-labels-idx1-ubyte in it"));
  EXPECT_TRUE(contains(refused("fashion-classify"), "sudo apt install dataset-fashion-mnist"));
}

TEST(FashionKinds, AreAllNeeded) {
  const TemporaryFolder folder;
  write_little_fashion(folder.path(), 8, 8);  // no label 8: no bag
  EXPECT_TRUE(contains(message_of<std::invalid_argument>(
                           [&] { open_dataset("fashion-scenes:" + folder.path(), Split::train); }),
                       "none of the 8 garments is a bag"));
}

TEST(FashionFolder, ThatIsMissingIsExplained) {
  const std::string message = message_of<std::runtime_error>(
      [] { open_dataset("fashion-mnist:/nowhere/fashion", Split::train); });
  EXPECT_TRUE(contains(message, "/nowhere/fashion: there is no such folder"));
  EXPECT_TRUE(contains(message, "sudo apt install dataset-fashion-mnist"));
  EXPECT_TRUE(contains(message, "t10k-labels-idx1-ubyte"));
}

// The photographs themselves, where Debian's package is installed.
TEST(RealData, FashionMnist) {
  if (!has_garments()) GTEST_SKIP() << "no package dataset-fashion-mnist";
  const bool readable = this_build_reads(
      kGarmentFolder, [](const std::string& folder) { read_garments(folder, Split::val); });
  if (!readable) GTEST_SKIP() << "this build has no zlib";
  const DatasetPtr train = open_dataset("fashion-mnist", Split::train);
  const DatasetPtr val = open_dataset("fashion-mnist", Split::val);
  EXPECT_EQ(train->size(), 60000);
  EXPECT_EQ(val->size(), 10000);
  for (const std::uint64_t n : collect_statistics(*val).class_pixels) EXPECT_EQ(n, 1000U);
  EXPECT_EQ(train->get(0).mask.ids[0], 9);  // the first one is an ankle boot
  const DatasetPtr scenes = open_dataset("fashion-scenes", Split::val, {.count = 20});
  EXPECT_NEAR(collect_statistics(*scenes).class_shares()[0], 0.8, 0.1);
}

}  // namespace
}  // namespace pixelwise
