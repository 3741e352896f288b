// Exercise 06.2: a heat map, by sliding a fully connected layer over a map.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// The fully connected layer at every place: for each block of k x k cells of the map, its row of
/// the matrix times the flattened block, plus the bias. Blocks begin one cell apart, and all of
/// them are inside of the map.
///
///   map     [N, C, H, W]
///   matrix  [O, C k k]     a block is flattened channel by channel, each channel row by row
///   bias    [O]
///   result  [N, O, H - k + 1, W - k + 1]
CheckedArray heat_map(const CheckedArray& map, const CheckedArray& matrix, const CheckedArray& bias,
                      std::int64_t k);

}  // namespace pixelwise::yours
