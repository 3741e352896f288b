// Learning-rate schedules at points worked out by hand.
#include "optim/schedule.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/layers/support.h"

namespace pixelwise {
namespace {

TEST(Schedule, Constant) {
  const Schedule schedule = constant_schedule();
  EXPECT_EQ(schedule(0), 1);
  EXPECT_EQ(schedule(1'000'000), 1);
}

TEST(Schedule, LinearReachesZeroAfterTheLastIteration) {
  const Schedule schedule = linear_schedule(200);
  EXPECT_EQ(schedule(0), 1);
  EXPECT_EQ(schedule(50), 0.75);
  EXPECT_NEAR(schedule(199), 0.005, 1e-15);
  EXPECT_EQ(schedule(200), 0);
  EXPECT_EQ(schedule(300), 0);
}

TEST(Schedule, Step) {
  const Schedule schedule = step_schedule(10, 0.5);
  EXPECT_EQ(schedule(0), 1);
  EXPECT_EQ(schedule(9), 1);
  EXPECT_EQ(schedule(10), 0.5);
  EXPECT_EQ(schedule(39), 0.125);
}

TEST(Schedule, Polynomial) {
  const Schedule square = polynomial_schedule(10, 2);
  EXPECT_EQ(square(0), 1);
  EXPECT_NEAR(square(5), 0.25, 1e-15);
  EXPECT_NEAR(square(9), 0.01, 1e-15);
  EXPECT_EQ(square(10), 0);
  EXPECT_EQ(square(12), 0);
  EXPECT_NEAR(polynomial_schedule(10)(5), 0.535886731268146, 1e-14);  // 0.5^0.9
}

TEST(Schedule, Cosine) {
  const Schedule schedule = cosine_schedule(12);
  EXPECT_EQ(schedule(0), 1);
  EXPECT_NEAR(schedule(2), (1 + std::sqrt(3) / 2) / 2, 1e-14);  // cos 30 degrees
  EXPECT_NEAR(schedule(4), 0.75, 1e-14);                        // cos 60
  EXPECT_NEAR(schedule(6), 0.5, 1e-14);
  EXPECT_NEAR(schedule(12), 0, 1e-14);
  EXPECT_NEAR(schedule(20), 0, 1e-14);
}

TEST(Schedule, ByName) {
  EXPECT_EQ(make_schedule("constant", 9)(8), 1);
  EXPECT_EQ(make_schedule("linear", 8)(2), 0.75);
  EXPECT_EQ(make_schedule("step", 9)(2), 1);
  EXPECT_NEAR(make_schedule("step", 9)(3), 0.1, 1e-15);
  EXPECT_NEAR(make_schedule("step", 9)(6), 0.01, 1e-15);
  EXPECT_NEAR(make_schedule("poly", 10)(5), 0.535886731268146, 1e-14);
  EXPECT_NEAR(make_schedule("cosine", 12)(4), 0.75, 1e-14);
}

TEST(Schedule, Errors) {
  EXPECT_EQ(
      message_of([] { make_schedule("exponential", 9); }),
      "schedule: 'exponential' is unknown; there are constant, linear, step, poly and cosine");
  EXPECT_EQ(message_of([] { linear_schedule(0); }),
            "linear_schedule: 0 iterations; at least 1 is needed");
  EXPECT_EQ(message_of([] { step_schedule(0, 0.1); }),
            "step_schedule: 0 iterations; at least 1 is needed");
  EXPECT_EQ(message_of([] { polynomial_schedule(-1); }),
            "polynomial_schedule: -1 iterations; at least 1 is needed");
  EXPECT_EQ(message_of([] { cosine_schedule(0); }),
            "cosine_schedule: 0 iterations; at least 1 is needed");
}

}  // namespace
}  // namespace pixelwise
