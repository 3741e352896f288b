// The rungs one after the other: checked against the one before, then timed; and what bounds them.
#pragma once

#include <vector>

#include "tutorials/14_fast/measure.h"
#include "tutorials/14_fast/rungs/steps.h"
#include "tutorials/support/lesson.h"

namespace pixelwise {

/// The convolution that is timed: 64 channels to 64, at 56x56. And a small one with odd sizes.
inline constexpr rungs::Sizes kTimed{.n = 1, .c = 64, .h = 56, .w = 56, .o = 64};
inline constexpr rungs::Sizes kOdd{.n = 2, .c = 5, .h = 7, .w = 9, .o = 19};

/// A multiplication and an addition for each pixel, input channel, output channel and tap.
double operations(const rungs::Sizes& s);

/// Compares each rung with the one before.
void check_ladder(const std::vector<Step>& all);

/// Times the rungs, prints a table, and draws ladder.svg. Returns the GFLOP/s of each.
std::vector<double> time_ladder(Lesson& lesson, const std::vector<Step>& all,
                                const Machine& machine);

/// What bounds the rungs that use one thread: prints a table, and draws roofline.svg.
void roofline(Lesson& lesson, const std::vector<Step>& all, const std::vector<double>& gflops,
              const Machine& machine);

}  // namespace pixelwise
