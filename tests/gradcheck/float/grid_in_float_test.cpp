// What float can do: every operation of the grid passes with the defaults, and the deliberately
// wrong ones do not.
#include <gtest/gtest.h>

#include "gradcheck/grid/op_cases.h"
#include "gradcheck/grid/wrong_ops.h"

namespace pixelwise {
namespace {

GradientCheckResult check(const OpCase& op_case) {
  GradientCheckOptions options;
  options.min_nonzero_share = op_case.min_nonzero_share;
  return check_gradients(op_case.run, draw_inputs(op_case), options);
}

TEST(GradientCheckInFloat, EveryOperationPasses) {
  ASSERT_EQ(sizeof(Real), sizeof(float));
  int cases = 0, kinks = 0;
  for (const OpCase& op_case : all_op_cases()) {
    ++cases;
    const GradientCheckResult result = check(op_case);
    if (result.passed) continue;
    // The values of max-pooling's inputs are 1/32 apart, a step in float is nearly as large.
    const bool kink = result.message.find(": a kink (") != std::string::npos;
    EXPECT_TRUE(kink && op_case.op == "max_pool2d") << op_case.label << ": " << result.message;
    ++kinks;
  }
  EXPECT_GT(cases, 500);
  EXPECT_LE(kinks, 3);
}

TEST(GradientCheckInFloat, DeliberatelyWrongOperationsAreCaught) {
  for (const OpCase& wrong : wrong_op_cases()) {
    const GradientCheckResult result = check(wrong);
    EXPECT_FALSE(result.passed) << wrong.label;
    EXPECT_NE(result.message.find("the gradient function is wrong"), std::string::npos)
        << wrong.label << ": " << result.message;
  }
}

}  // namespace
}  // namespace pixelwise
