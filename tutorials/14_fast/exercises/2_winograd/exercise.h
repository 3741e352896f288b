// Exercise 14.2: Winograd's method along one axis.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// Two outputs of a filter with three taps, from four inputs:
///   y0 = d0 g0 + d1 g1 + d2 g2
///   y1 = d1 g0 + d2 g1 + d3 g2
/// The grader computes them from your three functions, with four products:
///   y = output_transform(m)   where   m(i) = input_transform(d)(i) * filter_transform(g)(i)

/// d [4] -> [4]
CheckedArray input_transform(const CheckedArray& d);

/// g [3] -> [4]
CheckedArray filter_transform(const CheckedArray& g);

/// m [4] -> y [2]
CheckedArray output_transform(const CheckedArray& m);

}  // namespace pixelwise::yours
