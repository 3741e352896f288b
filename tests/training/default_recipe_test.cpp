// The recipe for own images: chosen from all of them, with a reason that fits.
#include "training/default_recipe.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/random.h"
#include "metrics/all_one_class.h"
#include "training/setting_words.h"
#include "training/train_run.h"

namespace pixelwise {
namespace {

using Size = std::pair<int, int>;

// So many images of each size, and the shares of the classes in thousandths of the pixels.
DatasetStatistics statistics_of(const std::map<Size, std::int64_t>& sizes,
                                std::vector<std::uint64_t> class_pixels = {500, 500}) {
  DatasetStatistics data;
  data.sizes = sizes;
  for (const auto& [size, images] : sizes) data.images += images;
  data.class_pixels = std::move(class_pixels);
  return data;
}

std::int64_t batch_of(const DatasetStatistics& data) {
  return default_batch(data, parse_augmentation(default_augment(data).value)).value;
}

bool says(const std::string& reason, const std::string& words) {
  return reason.find(words) != std::string::npos;
}

TEST(DefaultRecipe, SmallImagesStayWhole) {
  for (const Size& size : {Size{160, 128}, Size{24, 24}, Size{480, 360}, Size{384, 40}}) {
    const auto augment = default_augment(statistics_of({{size, 30}}));
    EXPECT_EQ(augment.value, "flip") << size.first;
    EXPECT_TRUE(says(augment.reason, "whole images")) << augment.reason;
  }
}

TEST(DefaultRecipe, LargeImagesAreCutToWhatFitsInMemory) {
  const auto photographs = default_augment(statistics_of({{{4000, 3000}, 30}}));
  EXPECT_EQ(photographs.value, "flip,crop=480x640");
  EXPECT_TRUE(says(photographs.reason, "640x480 cut out of images of 4000x3000"))
      << photographs.reason;
  EXPECT_EQ(default_augment(statistics_of({{{3000, 4000}, 30}})).value, "flip,crop=640x480");
  // A strip keeps all of its height.
  EXPECT_EQ(default_augment(statistics_of({{{9000, 100}, 30}})).value, "flip,crop=100x3072");
}

TEST(DefaultRecipe, OfDifferentSizesAllCountAndNotTheFirst) {
  const DatasetStatistics similar = statistics_of({{{300, 200}, 1}, {{320, 240}, 20}});
  const auto all_fit = default_augment(similar);
  EXPECT_EQ(all_fit.value, "flip,crop=240x320");
  EXPECT_TRUE(says(all_fit.reason, "320x240 for images of 300x200 to 320x240")) << all_fit.reason;
}

TEST(DefaultRecipe, OneLargeImageAmongSmallOnesDoesNotDecide) {
  const auto augment = default_augment(statistics_of({{{100, 90}, 20}, {{4000, 3000}, 1}}));
  EXPECT_EQ(augment.value, "flip,crop=90x100");
  EXPECT_TRUE(says(augment.reason, "100x90 for images of 100x90 to 4000x3000, because a batch"))
      << augment.reason;
}

TEST(DefaultRecipe, BatchesHaveAboutAsManyPixels) {
  EXPECT_EQ(batch_of(statistics_of({{{24, 24}, 100}})), 16);
  EXPECT_EQ(batch_of(statistics_of({{{24, 24}, 9}})), 9);  // each image once
  EXPECT_EQ(batch_of(statistics_of({{{160, 128}, 100}})), 4);
  EXPECT_EQ(batch_of(statistics_of({{{480, 360}, 100}})), 3);
  EXPECT_EQ(batch_of(statistics_of({{{4000, 3000}, 100}})), 2);
}

TEST(DefaultRecipe, TheBatchFollowsTheCropThatIsAskedFor) {
  const DatasetStatistics large = statistics_of({{{4000, 3000}, 100}});
  EXPECT_EQ(default_batch(large, parse_augmentation("flip,crop=256x256")).value, 4);
  const DatasetStatistics mixed = statistics_of({{{160, 128}, 50}, {{128, 160}, 50}});
  EXPECT_EQ(default_batch(mixed, parse_augmentation("flip")).value, 1);
}

TEST(DefaultRecipe, ManyImagesTakeLonger) {
  EXPECT_EQ(default_iterations(30, 4).value, 1500);
  EXPECT_EQ(default_iterations(30, 4).reason, "each of the 30 images is seen about 200 times");
  EXPECT_EQ(default_iterations(3000, 4).value, 3750);
  EXPECT_EQ(default_iterations(100'000, 4).value, 20'000);
  EXPECT_EQ(default_iterations(100'000, 4).reason,
            "each of the 100000 images is seen about 0.8 times");
}

TEST(DefaultRecipe, NarrowNetworksBearLargerSteps) {
  EXPECT_DOUBLE_EQ(default_lr(std::nullopt).value, 1e-3);
  EXPECT_DOUBLE_EQ(default_lr(96).value, 1e-3);
  EXPECT_DOUBLE_EQ(default_lr(16).value, 2e-3);
  EXPECT_DOUBLE_EQ(default_lr(1).value, 2.8e-3);
}

TEST(DefaultRecipe, RareClassesCountMore) {
  const std::vector<std::string> names = {"ground", "line"};
  const auto rare = default_class_weights(statistics_of({{{8, 8}, 1}}, {996, 4}), names);
  EXPECT_EQ(rare.value, "sqrt-median");
  EXPECT_TRUE(says(rare.reason, "line has the fewest pixels, 0.4 %")) << rare.reason;
  EXPECT_EQ(default_class_weights(statistics_of({{{8, 8}, 1}}, {950, 50}), names).value, "none");
  // A class that no mask has is not the rarest: it cannot be learned.
  EXPECT_EQ(
      default_class_weights(statistics_of({{{8, 8}, 1}}, {500, 0, 500}), {"a", "b", "c"}).value,
      "none");
}

// A red and a blue square on grey, 15 % of the pixels together; all images differ.
Sample squares(std::int64_t index) {
  constexpr int kSide = 32, kSquare = 9;
  Rng rng(23, static_cast<std::uint64_t>(index));
  Sample sample{Image(kSide, kSide, 3), Mask(kSide, kSide), "squares" + std::to_string(index)};
  for (std::uint8_t& value : sample.image.pixels) {
    value = static_cast<std::uint8_t>(90 + rng.below(60));
  }
  for (const int kind : {1, 2}) {
    const int left = static_cast<int>(rng.below(kSide - kSquare));
    const int top = static_cast<int>(rng.below(kSide - kSquare));
    for (int y = top; y < top + kSquare; ++y) {
      for (int x = left; x < left + kSquare; ++x) {
        sample.mask.at(x, y) = static_cast<std::uint8_t>(kind);
        sample.image.pixels[static_cast<std::size_t>(3 * (y * kSide + x) + 2 * (kind - 1))] = 220;
      }
    }
  }
  return sample;
}

DatasetPtr squares_dataset(std::int64_t images, std::int64_t first) {
  DatasetInfo info{.name = "squares",
                   .classes = {{"ground", "red", "blue"}, voc_palette(3)},
                   .whole_image = false,
                   .notes = {}};
  return std::make_shared<GeneratedDataset>(info, images,
                                            [first](std::int64_t i) { return squares(first + i); });
}

// What once went wrong: a network of the zoo, nothing chosen, and all became background.
TEST(DefaultRecipe, BeatsAllOneClassOnSmallImages) {
  const std::string folder = testing::TempDir() + "pixelwise_default_recipe";
  const TrainData data{squares_dataset(24, 0), squares_dataset(12, 1000)};
  TrainSettings settings;
  settings.model = "fcn8s";
  settings.width = 8;
  settings.fc_width = 32;
  settings.iterations = 200;
  std::vector<std::string> heard;
  RunOwner owner{.folder = folder, .overwrite = true};
  owner.note = [&](const std::string& line) { heard.push_back(line); };
  owner.progress.style = ProgressStyle::quiet;
  TrainRun run(owner, settings, data);
  ASSERT_TRUE(run.run());
  const double baseline = all_one_class(*data.val).mean_iou();
  EXPECT_LT(baseline, 0.35);
  EXPECT_GT(run.final_validation().mean_iou(), baseline + 0.2);
  ASSERT_EQ(heard.size(), 4U);  // augment, batch, class weights, lr
  EXPECT_TRUE(says(heard[0], "chosen: --augment flip (")) << heard[0];
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace pixelwise
