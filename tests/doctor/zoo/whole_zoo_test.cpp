// The whole zoo: at least 10 of 12 causes are named, and no healthy run is accused.
#include <gtest/gtest.h>

#include "doctor/zoo.h"
#include "tests/datasets/helpers.h"
#include "tests/doctor/made.h"

namespace pixelwise {
namespace {

struct Place {
  const char *model, *data;
  std::uint64_t seed;
};

class WholeZoo : public ::testing::TestWithParam<Place> {};

TEST_P(WholeZoo, IsUnderstood) {
  const TemporaryFolder folder;
  ZooOptions options;
  options.folder = folder.path();
  options.model = GetParam().model;
  options.data = GetParam().data;
  options.seed = GetParam().seed;
  int named = 0;
  for (const Animal& animal : run_zoo(options)) {
    const bool healthy = animal.expected.empty();
    if (healthy) {
      EXPECT_TRUE(animal.is_right()) << animal.name << ": " << made::names(animal.findings);
      EXPECT_GT(animal.mean_iou, 0.4) << animal.name;
    }
    named += !healthy && animal.is_right() ? 1 : 0;
    if (!animal.is_right()) std::cout << animal.name << ": " << animal.verdict << "\n";
  }
  EXPECT_GE(named, 10);
}

INSTANTIATE_TEST_SUITE_P(Zoo, WholeZoo,
                         ::testing::Values(Place{"toy-8s", "scenes", 0},
                                           Place{"simple-fcn", "fields", 7}),
                         [](const auto& place) { return std::string(place.param.data); });

}  // namespace
}  // namespace pixelwise
