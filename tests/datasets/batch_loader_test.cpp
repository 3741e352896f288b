#include "datasets/batch_loader.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>

#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

DatasetPtr counting(std::atomic<int>& asked, std::int64_t fails_at = -1) {
  return std::make_shared<GeneratedDataset>(
      DatasetInfo{"counting", numbered_classes(2), false, {}}, 50, [&asked, fails_at](auto i) {
        ++asked;
        if (i == fails_at) throw std::runtime_error("sample " + std::to_string(i) + " is damaged");
        return Sample{test_image(4, 4), Mask(4, 4), std::to_string(i)};
      });
}

BatchSource in_order(DatasetPtr data) {
  return BatchSource(std::move(data), preprocessing("unit"), {.batch_size = 2, .shuffle = false});
}

TEST(BatchLoader, HandsOutTheBatchesOfTheSourceInOrder) {
  std::atomic<int> asked = 0;
  const BatchSource source(counting(asked), preprocessing("unit"),
                           {.batch_size = 3, .seed = 5, .flip_left_right = true});
  BatchLoader loader(source, 7, 40);
  for (std::int64_t i = 7; i < 40; ++i) {
    const Batch loaded = loader.next(), expected = source.batch(i);
    EXPECT_EQ(loaded.names, expected.names) << i;
    EXPECT_EQ(loaded.values, expected.values) << i;
  }
  EXPECT_TRUE(contains(message_of<std::invalid_argument>([&] { loader.next(); }),
                       "there is no batch after number 39"));
}

TEST(BatchLoader, PreparesAheadButNotWithoutBound) {
  std::atomic<int> asked = 0;
  BatchLoader loader(in_order(counting(asked)), 0, 1000, 3);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (asked < 8 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_EQ(asked, 2 * (3 + 1)) << "three in the queue and one waiting to enter it";
}

TEST(BatchLoader, StopsCleanlyWithBatchesLeft) {
  std::atomic<int> asked = 0;
  for (int round = 0; round < 50; ++round) {
    BatchLoader loader(in_order(counting(asked)), 0, 1 << 30);
    if (round % 2 == 0) loader.next();
  }
  EXPECT_LT(asked, 50 * 2 * 6);
}

TEST(BatchLoader, ErrorsArriveInTheirPlace) {
  std::atomic<int> asked = 0;
  BatchLoader loader(in_order(counting(asked, 5)), 0, 20);
  EXPECT_EQ(loader.next().names[0], "0");
  EXPECT_EQ(loader.next().names[0], "2");
  for (int again = 0; again < 2; ++again) {
    EXPECT_EQ(message_of<std::runtime_error>([&] { loader.next(); }), "sample 5 is damaged");
  }
}

}  // namespace
}  // namespace pixelwise
