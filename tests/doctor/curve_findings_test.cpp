// What a loss curve tells.
#include "doctor/curve_findings.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "tests/doctor/made.h"

namespace pixelwise {
namespace {

RunLogData log_of(int iterations, const std::function<double(int)>& loss) {
  RunLogData log;
  for (int i = 0; i < iterations; ++i) {
    const double noise = i % 2 == 0 ? 0.01 : -0.01;
    log.rows.push_back({i + 1, loss(i) + noise, 1e-3, 0.1 * i, {}});
  }
  return log;
}

TEST(CurveFindings, StillFalling) {
  const RunLogData log = log_of(100, [](int i) { return 2 - 0.015 * i; });
  EXPECT_TRUE(loss_curve(log).is_falling());
  EXPECT_EQ(made::names(curve_findings(log)), "still falling");
  EXPECT_EQ(made::what(curve_findings(log), "still falling"),
            "the loss is still falling (0.996 at two thirds of the run, 0.583 at its end)");
}

TEST(CurveFindings, Flat) {
  const RunLogData log = log_of(100, [](int i) { return 0.2 + 2 * std::exp(-0.1 * i); });
  EXPECT_EQ(made::names(curve_findings(log)), "flat");
  EXPECT_FALSE(loss_curve(log).blew_up());
}

TEST(CurveFindings, BlewUp) {
  const RunLogData log = log_of(100, [](int i) { return i == 4 ? 15.0 : 1.6; });
  EXPECT_TRUE(loss_curve(log).blew_up());
  EXPECT_FALSE(loss_curve(log_of(100, [](int i) { return i == 4 ? 4.0 : 1.6; })).blew_up());
}

TEST(CurveFindings, ALogOfNothing) {
  EXPECT_EQ(made::names(curve_findings({})), "");
  EXPECT_EQ(loss_curve({}).iterations, 0U);
  EXPECT_EQ(made::names(curve_findings(log_of(3, [](int) { return 1.0; }))), "");
}

TEST(CurveFindings, BetterBefore) {
  RunLogData log = log_of(60, [](int) { return 1.0; });
  log.rows[19].extra = {0.9, 0.7};
  log.rows[39].extra = {0.9, 0.6};
  log.rows[59].extra = {0.9, 0.5};
  EXPECT_EQ(made::what(curve_findings(log), "was better before"),
            "the validation after 20 iterations was better: mean IoU 0.700, at the end 0.500");
}

}  // namespace
}  // namespace pixelwise
