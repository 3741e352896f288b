#include "datasets/open_dataset.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>

#include "base/labels.h"
#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

TEST(OpenDataset, ShapesHaveTheSizesOfTheTask) {
  const DatasetPtr train = open_dataset("shapes", Split::train);
  EXPECT_EQ(train->size(), 400);
  EXPECT_EQ(train->num_classes(), 6);
  EXPECT_EQ(train->class_names()[4], "ring");
  EXPECT_EQ(train->get(399).image.width, 128);
  EXPECT_EQ(open_dataset("shapes", Split::val)->size(), 150);
  EXPECT_EQ(open_dataset("shapes-binary", Split::val)->num_classes(), 2);
  EXPECT_EQ(open_dataset("shapes-classify", Split::train)->size(), 4000);
  const DatasetPtr classify = open_dataset("shapes-classify", Split::val);
  EXPECT_EQ(classify->size(), 300);
  EXPECT_EQ(classify->num_classes(), 5);
  EXPECT_TRUE(classify->whole_image());
  EXPECT_EQ(classify->get(0).image.width, 96);
}

TEST(OpenDataset, OptionsReachTheGenerator) {
  const DatasetOptions options{.seed = 5, .width = 64, .height = 48, .count = 3};
  const DatasetPtr data = open_dataset("shapes", Split::train, options);
  EXPECT_EQ(data->size(), 3);
  EXPECT_EQ(data->get(2).image.width, 64);
  EXPECT_EQ(data->get(2).mask.height, 48);
  const DatasetPtr other =
      open_dataset("shapes", Split::train, {.seed = 6, .width = 64, .height = 48});
  EXPECT_NE(data->get(0).image.pixels, other->get(0).image.pixels);
}

TEST(OpenDataset, UnknownSpecListsWhatThereIs) {
  const std::string message =
      message_of<std::invalid_argument>([] { open_dataset("pets", Split::train); });
  EXPECT_TRUE(contains(message, "unknown data set 'pets'; there are:"));
  for (const DatasetSpec& spec : dataset_specs()) EXPECT_TRUE(contains(message, spec.name));
  EXPECT_TRUE(contains(message, "folder:DIR"));
}

TEST(OpenDataset, SpecsAreCheckedForTheirFolder) {
  EXPECT_TRUE(contains(message_of<std::invalid_argument>([] { open_dataset("voc", Split::train); }),
                       "data set 'voc': the folder is missing; expected voc:DIR"));
  EXPECT_TRUE(
      contains(message_of<std::invalid_argument>([] { open_dataset("shapes:x", Split::train); }),
               "'shapes' is generated and takes no folder"));
}

TEST(Dataset, WrongNumbersAreExplained) {
  const DatasetPtr data = open_dataset("shapes", Split::val);
  for (const std::int64_t i : {std::int64_t{-1}, std::int64_t{150}}) {
    EXPECT_TRUE(contains(message_of<std::invalid_argument>([&] { data->get(i); }),
                         "shapes: there is no sample " + std::to_string(i) + " among 150"));
  }
  EXPECT_THROW(InMemoryDataset({}, {}), std::invalid_argument);
}

TEST(Dataset, CacheAsksOnceAndGivesTheSame) {
  std::atomic<int> asked = 0;
  const auto source = std::make_shared<GeneratedDataset>(DatasetInfo{}, 4, [&](std::int64_t i) {
    ++asked;
    return Sample{test_image(3 + static_cast<int>(i), 2), Mask(1, 1), "s"};
  });
  const CachedDataset cached(source);
  for (int round = 0; round < 2; ++round) {
    for_each_sample(
        cached, [](std::int64_t i, const Sample& sample) { EXPECT_EQ(sample.image.width, 3 + i); });
  }
  EXPECT_EQ(asked, 4);
}

TEST(Dataset, ForEachSampleThrowsTheFirstError) {
  const GeneratedDataset data(DatasetInfo{}, 20, [](std::int64_t i) -> Sample {
    if (i >= 5) throw std::runtime_error("sample " + std::to_string(i));
    return {};
  });
  EXPECT_EQ(message_of<std::runtime_error>(
                [&] { for_each_sample(data, [](std::int64_t, const Sample&) {}); }),
            "sample 5");
}

// Real data, where it is present.
TEST(RealData, Camvid) {
  const std::string folder = PIXELWISE_SOURCE_DIR "/../shared/data/camvid";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
  const DatasetPtr train = open_dataset("camvid:" + folder, Split::train);
  const DatasetPtr val = open_dataset("camvid:" + folder, Split::val);
  EXPECT_EQ(train->size(), 90);
  EXPECT_EQ(val->size(), 26);
  EXPECT_EQ(val->num_classes(), 11);
  std::vector<std::uint64_t> seen(256);
  for_each_sample(*val, [](std::int64_t, const Sample& sample) {
    EXPECT_EQ(sample.image.width, 480);
    EXPECT_EQ(sample.mask.height, 360);
  });
  for (const std::uint8_t id : val->get(0).mask.ids) ++seen[id];
  EXPECT_GT(seen[3], 10000U) << "road";
  EXPECT_GT(seen[kVoidLabel], 0U);
}

TEST(RealData, MembraneMasksAreBinary) {
  const std::string folder = PIXELWISE_SOURCE_DIR "/../shared/data/isbi-membrane";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder;
  const DatasetPtr train = open_dataset("folder:" + folder, Split::train);
  const DatasetPtr val = open_dataset("folder:" + folder, Split::val);
  EXPECT_EQ(train->size() + val->size(), 30);
  EXPECT_EQ(train->num_classes(), 2);
  ASSERT_EQ(train->notes().size(), 1U);
  EXPECT_TRUE(contains(train->notes()[0], "binary masks"));
  for (const std::uint8_t id : train->get(0).mask.ids) ASSERT_LE(id, 1);
}

}  // namespace
}  // namespace pixelwise
