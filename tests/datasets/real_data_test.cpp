// Real images beside the project, in ../shared/data: CamVid and the ISBI membranes. They are no
// part of it; without them these tests are skipped.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "datasets/open_dataset.h"
#include "datasets/statistics.h"

namespace pixelwise {
namespace {

std::string folder(const std::string& name) {
  return (std::filesystem::path(PIXELWISE_SOURCE_DIR) / "../shared/data" / name).string();
}

TEST(RealData, CamVid) {
  const std::string path = folder("camvid");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "there is no " << path;
  const DatasetPtr train = open_dataset("camvid:" + path, Split::train);
  EXPECT_EQ(train->size(), 90);
  EXPECT_EQ(open_dataset("camvid:" + path, Split::val)->size(), 26);
  const DatasetStatistics facts = collect_statistics(*train);
  ASSERT_EQ(facts.sizes.size(), 1U);
  EXPECT_EQ(facts.sizes.begin()->first, std::pair(480, 360));
  EXPECT_NEAR(facts.void_share(), 0.038, 0.001);
  // Road is the most frequent class; the weights of rare classes are above 1.
  const std::vector<double> shares = facts.class_shares();
  const std::vector<float> weights = median_frequency_weights(facts);
  EXPECT_NEAR(shares[3], 0.329, 0.001);
  EXPECT_EQ(std::max_element(shares.begin(), shares.end()) - shares.begin(), 3);
  EXPECT_NEAR(weights[10], 9.457, 0.01);
  EXPECT_NEAR(weights[3], 0.151, 0.001);
}

TEST(RealData, IsbiMembranesAreBinary) {
  const std::string path = folder("isbi-membrane");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "there is no " << path;
  const DatasetPtr train = open_dataset("folder:" + path, Split::train);
  const DatasetPtr val = open_dataset("folder:" + path, Split::val);
  EXPECT_EQ(train->size() + val->size(), 30);
  EXPECT_EQ(train->num_classes(), 2);
  ASSERT_EQ(train->notes().size(), 1U);
  EXPECT_NE(train->notes()[0].find("read as classes 0 and 1"), std::string::npos);
  const DatasetStatistics facts = collect_statistics(*train);
  EXPECT_EQ(facts.void_pixels, 0U);
  EXPECT_NEAR(facts.class_shares()[1], 0.78, 0.02);
}

}  // namespace
}  // namespace pixelwise
