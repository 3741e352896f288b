// Exercise 06.1: the weight of a fully connected layer as filters.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The same numbers as the weight of a convolution that computes the same from a map of k x k
/// cells.
///
///   matrix    [O, C k k]     a row for each of O outputs; the map was flattened channel by
///   channel,
///                            each channel row by row
///   channels  C              of the map
///   k                        the map has k rows and k columns
///   result    [O, C, k, k]   filters: output, channel, row, column
CheckedArray as_filters(const CheckedArray& matrix, std::int64_t channels, std::int64_t k);

}  // namespace pixelwise::yours
