#include "datasets/check_labels.h"

#include <gtest/gtest.h>

#include "base/labels.h"
#include "tests/datasets/helpers.h"

namespace pixelwise {
namespace {

DatasetStatistics statistics_of(const Mask& mask) {
  DatasetInfo info;
  info.classes.names = {"a", "b"};
  return collect_statistics(
      InMemoryDataset(info, {{test_image(mask.width, mask.height), mask, "s"}}));
}

TEST(CheckLabels, SaysWhatCannotBeLearnedOrMeasured) {
  const DatasetStatistics both = statistics_of(test_mask(4, 3, 2));
  const DatasetStatistics one = statistics_of(Mask(4, 3, 1));
  const DatasetStatistics none = statistics_of(Mask(4, 3, kVoidLabel));
  EXPECT_NO_THROW(check_labels("d", both, both));
  EXPECT_NO_THROW(check_labels("d", both, one));
  const auto said = [](const DatasetStatistics& train, const DatasetStatistics& val) {
    return message_of<std::runtime_error>([&] { check_labels("d", train, val); });
  };
  EXPECT_TRUE(contains(said(both, none), "d: all 12 pixels of the 1 validation mask are void"));
  EXPECT_TRUE(contains(said(one, both), "d: the training masks hold only one class besides 0"));
  EXPECT_TRUE(contains(said(none, both), "d: the training masks hold no class besides 12 void"));
}

}  // namespace
}  // namespace pixelwise
