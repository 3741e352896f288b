// The rungs of lesson 14: all compute the same convolution, on every instruction set, for any
// sizes.
#include <gtest/gtest.h>

#include <limits>

#include "tutorials/14_fast/rungs/steps.h"
#include "tutorials/14_fast/rungs/vectors/loops.h"

namespace pixelwise {
namespace {

// Sizes below, at and above those of tiles and vectors; odd and even maps; several images.
const std::vector<rungs::Sizes> kSizes = {
    {.n = 1, .c = 1, .h = 1, .w = 1, .o = 1},   {.n = 2, .c = 3, .h = 2, .w = 5, .o = 2},
    {.n = 1, .c = 16, .h = 6, .w = 8, .o = 32}, {.n = 3, .c = 5, .h = 7, .w = 3, .o = 33},
    {.n = 1, .c = 17, .h = 9, .w = 29, .o = 7},
};

// Makes each table in turn the widest one, and restores the first.
template <class Body>
void for_each_instruction_set(Body body) {
  for (int i = 0; rungs::supported_loops(i) != nullptr; ++i) {
    SCOPED_TRACE(rungs::supported_loops(i)->name);
    rungs::set_widest(*rungs::supported_loops(i));
    body();
  }
  rungs::set_widest(*rungs::supported_loops(0));
}

TEST(Rungs, AreInOrder) {
  const std::vector<Step> all = steps(10);
  EXPECT_EQ(all.size(), rungs::has_library() ? 10U : 9U);
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].number, static_cast<int>(i) + 1);
  EXPECT_EQ(steps(4).size(), 4U);
  EXPECT_EQ(steps(4).back().run, rungs::outputs_inside);
}

TEST(Rungs, AllComputeTheFormula) {
  for_each_instruction_set([] {
    for (const rungs::Sizes& sizes : kSizes) {
      Problem problem(sizes);
      std::vector<float> expected;
      for (const Step& step : steps(10)) {
        const std::vector<float> result = problem.result(step);
        if (step.number == 1) expected = result;
        EXPECT_LT(relative_difference(result, expected), 1e-5)
            << step.name << ", " << sizes.c << " channels at " << sizes.h << "x" << sizes.w;
      }
    }
  });
}

TEST(Rungs, ThreadsChangeNoBit) {
  const Step step = steps(9).back();
  for (const rungs::Sizes& sizes : kSizes) {
    Problem problem(sizes);
    const std::vector<float> one = problem.result(step, 1);
    for (const int workers : {2, 3}) EXPECT_EQ(problem.result(step, workers), one) << workers;
  }
}

TEST(Rungs, AWrongResultIsSeen) {
  EXPECT_EQ(relative_difference({1, 2}, {1, 4}), 0.5);
  EXPECT_GT(relative_difference({1, std::numeric_limits<float>::quiet_NaN()}, {1, 2}), 1e9);
  Problem problem(kSizes[3]);
  const std::vector<float> right = problem.result(steps(9)[3]);
  Step wrong = steps(9)[3];
  wrong.channels_first = true;  // the arrays in the other order
  EXPECT_GT(relative_difference(problem.result(wrong), right), 0.1);
}

}  // namespace
}  // namespace pixelwise
