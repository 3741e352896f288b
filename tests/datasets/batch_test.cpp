#include "datasets/batch.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/labels.h"
#include "datasets/transforms.h"
#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

// Sample i is named "i" and has width x height pixels.
DatasetPtr numbered(std::int64_t size, int width = 4, int height = 3) {
  return std::make_shared<GeneratedDataset>(
      DatasetInfo{"numbered", numbered_classes(5), false, {}}, size, [=](std::int64_t i) {
        Sample sample{test_image(width, height), test_mask(width, height, 5), std::to_string(i)};
        sample.image.pixels[0] = static_cast<std::uint8_t>(i);
        return sample;
      });
}

const Preprocessing& none() { return preprocessing("none"); }

TEST(Batch, ValuesAreChannelsLastAndLabelsFollow) {
  const DatasetPtr data = numbered(2);
  const Batch batch = make_batch({data->get(0), data->get(1)}, none());
  EXPECT_EQ(batch.n, 2);
  EXPECT_EQ(batch.c, 3);
  EXPECT_EQ(batch.h, 3);
  EXPECT_EQ(batch.w, 4);
  ASSERT_EQ(batch.values.size(), 2U * 3U * 4U * 3U);
  const Image image = data->get(1).image;
  for (int y = 0; y < 3; ++y) {
    for (int x = 0; x < 4; ++x) {
      for (int k = 0; k < 3; ++k) {
        const std::size_t i =
            static_cast<std::size_t>(k) +
            3U * (static_cast<std::size_t>(x) + 4U * (static_cast<std::size_t>(y) + 3U));
        EXPECT_EQ(batch.values[i], static_cast<float>(image.at(x, y)[k]));
      }
      EXPECT_EQ(batch.labels(1, y, x), data->get(1).mask.at(x, y));
    }
  }
  EXPECT_EQ(batch.names, (std::vector<std::string>{"0", "1"}));
}

TEST(Batch, WholeImageClassesMakeOneByOneLabels) {
  const Sample sample{test_image(4, 4), Mask(1, 1, 3), "c"};
  const Batch batch = make_batch({sample, sample}, none());
  EXPECT_EQ(batch.labels.h, 1);
  EXPECT_EQ(batch.labels.w, 1);
  EXPECT_EQ(batch.labels.ids, (std::vector<std::uint8_t>{3, 3}));
}

TEST(Batch, DifferentSizesAreExplained) {
  const Sample a{test_image(4, 4), Mask(4, 4), "a"}, b{test_image(5, 4), Mask(5, 4), "b"};
  EXPECT_TRUE(
      contains(message_of<std::invalid_argument>([&] {
                 make_batch({a, b}, none());
               }),
               "batch: 'a' is 4x4 but 'b' is 5x4; crop to one size, or use batches of one"));
  EXPECT_TRUE(
      contains(message_of<std::invalid_argument>([&] { make_batch({}, none()); }), "no samples"));
}

TEST(BatchSource, EachEpochShowsEverySampleOnce) {
  const BatchSource source(numbered(10), none(), {.batch_size = 4, .seed = 1});
  std::vector<std::int64_t> sequence;
  for (std::int64_t i = 0; i < 10; ++i) {  // 40 places: 4 epochs, batches across their ends
    for (const std::int64_t k : source.samples_of(i)) sequence.push_back(k);
  }
  std::set<std::vector<std::int64_t>> orders;
  for (std::size_t epoch = 0; epoch < 4; ++epoch) {
    const auto first = sequence.begin() + static_cast<std::ptrdiff_t>(10 * epoch);
    const std::vector<std::int64_t> order(first, first + 10);
    EXPECT_EQ(std::set<std::int64_t>(order.begin(), order.end()).size(), 10U) << epoch;
    orders.insert(order);
  }
  EXPECT_EQ(orders.size(), 4U) << "epochs have orders of their own";
}

TEST(BatchSource, BatchesAreAFunctionOfSeedAndNumber) {
  const BatchOptions options{.batch_size = 3,
                             .seed = 9,
                             .flip_left_right = true,
                             .flip_up_down = true,
                             .scale_low = 0.7,
                             .scale_high = 1.5,
                             .rotate = 15,
                             .jitter = 0.2,
                             .crop_width = 6,
                             .crop_height = 5};
  const BatchSource source(numbered(7), none(), options), again(numbered(7), none(), options);
  const Batch late = source.batch(1000);
  source.batch(3);
  EXPECT_EQ(again.batch(1000).values, late.values);
  EXPECT_EQ(again.batch(1000).labels.ids, late.labels.ids);
  EXPECT_EQ(again.batch(1000).names, late.names);
  EXPECT_NE(again.batch(1001).values, late.values);

  BatchOptions other = options;
  other.seed = 10;
  EXPECT_NE(BatchSource(numbered(7), none(), other).batch(1000).values, late.values);
}

TEST(BatchSource, WithoutShuffleInOrder) {
  const BatchSource source(numbered(5), none(), {.batch_size = 2, .shuffle = false});
  EXPECT_EQ(source.samples_of(2), (std::vector<std::int64_t>{4, 0}));
  EXPECT_EQ(source.batch(1).names, (std::vector<std::string>{"2", "3"}));
}

TEST(BatchSource, BatchLargerThanTheDataSet) {
  const BatchSource source(numbered(2), none(), {.batch_size = 5, .seed = 3});
  std::map<std::int64_t, int> count;
  for (const std::int64_t k : source.samples_of(0)) ++count[k];
  EXPECT_EQ(count.size(), 2U);
  EXPECT_LE(std::abs(count[0] - count[1]), 1);
}

// Every batch is the plain one, or that flipped as a whole; all four cases occur equally often.
TEST(BatchSource, FlipsWholeBatchesWithProbabilityOneHalf) {
  const DatasetPtr data = numbered(1);
  const BatchSource source(
      data, none(), {.batch_size = 2, .seed = 4, .flip_left_right = true, .flip_up_down = true});
  std::map<std::vector<float>, int> expected;
  for (int flips = 0; flips < 4; ++flips) {
    Sample sample = data->get(0);
    if (flips & 1) flip_left_right(sample);
    if (flips & 2) flip_up_down(sample);
    expected[make_batch({sample, sample}, none()).values] = 0;
  }
  ASSERT_EQ(expected.size(), 4U);
  for (std::int64_t i = 0; i < 400; ++i) {
    const Batch batch = source.batch(i);
    const auto found = expected.find(batch.values);
    ASSERT_NE(found, expected.end()) << "samples of one batch flipped differently";
    ++found->second;
  }
  for (const auto& [values, count] : expected) EXPECT_NEAR(count, 100, 40);
}

TEST(BatchSource, OneFlipDoesNotDisturbTheOther) {
  const DatasetPtr data = numbered(1);
  BatchOptions both{.seed = 4, .flip_left_right = true, .flip_up_down = true};
  BatchOptions up_down{.seed = 4, .flip_up_down = true};
  const BatchSource a(data, none(), both), b(data, none(), up_down);
  for (std::int64_t i = 0; i < 20; ++i) {
    // The row that the mark of the sample (its first pixel) is in.
    const auto top_row_of = [](const Batch& batch) {
      const auto first_row = std::vector<float>(batch.values.begin(), batch.values.begin() + 12);
      return std::count(first_row.begin(), first_row.end(), 5.0F) > 0;
    };
    EXPECT_EQ(top_row_of(a.batch(i)), top_row_of(b.batch(i))) << i;
  }
}

// Rotation and jitter draw from streams of their own: crops and flips stay where they were.
TEST(BatchSource, ColoursAndRotationsDoNotDisturbTheRest) {
  const BatchOptions plain{.seed = 4, .flip_left_right = true, .crop_width = 3, .crop_height = 2};
  BatchOptions coloured = plain, turned = plain;
  coloured.jitter = 0.5;
  turned.rotate = 1e-9;  // nothing but the drawing of an angle
  const DatasetPtr data = numbered(3);
  for (std::int64_t i = 0; i < 10; ++i) {
    const Batch batch = BatchSource(data, none(), plain).batch(i);
    const Batch other = BatchSource(data, none(), coloured).batch(i);
    EXPECT_EQ(other.labels.ids, batch.labels.ids);
    EXPECT_NE(other.values, batch.values);
    EXPECT_EQ(BatchSource(data, none(), turned).batch(i).values, batch.values);
  }
}

TEST(BatchSource, RotationsMakeVoidAndNoNewClass) {
  const BatchSource source(numbered(2, 30, 20), none(), {.batch_size = 2, .rotate = 40});
  std::set<int> ids;
  for (std::int64_t i = 0; i < 5; ++i) {
    for (const std::uint8_t id : source.batch(i).labels.ids) ids.insert(id);
  }
  EXPECT_EQ(ids, (std::set<int>{0, 1, 2, 3, 4, kVoidLabel}));
}

TEST(BatchSource, CropPadsWithVoidAndZeroInput) {
  const BatchSource source(numbered(3), preprocessing("caffe"),
                           {.batch_size = 2, .crop_width = 8, .crop_height = 8});
  const Batch batch = source.batch(0);
  ASSERT_EQ(batch.h, 8);
  int voids = 0;
  for (std::size_t i = 0; i < batch.labels.ids.size(); ++i) {
    if (batch.labels.ids[i] != kVoidLabel) continue;
    ++voids;
    for (std::size_t k = 0; k < 3; ++k) EXPECT_LT(std::abs(batch.values[3 * i + k]), 0.51F);
  }
  EXPECT_EQ(voids, 2 * (64 - 12));
}

TEST(BatchSource, ExplainsWrongOptions) {
  const auto making = [](BatchOptions options) {
    return message_of<std::invalid_argument>([&] { BatchSource(numbered(3), none(), options); });
  };
  EXPECT_TRUE(contains(making({.batch_size = 0}), "a batch of 0 samples"));
  EXPECT_TRUE(contains(making({.scale_low = 0.0}), "scales from 0 to 1"));
  EXPECT_TRUE(
      contains(making({.rotate = 181}), "rotation by up to 181 degrees; expected 0 to 180"));
  EXPECT_TRUE(contains(making({.jitter = 1.5}), "jitter of 1.5; expected 0 to 1"));
  EXPECT_TRUE(contains(making({.crop_width = 5}), "a crop to 5x0"));
}

}  // namespace
}  // namespace pixelwise
