// Exercise 06.4: the first fully connected layer of a Keras file, in our order.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// fc1 of a Keras file as our fc6: the same layer for a map that is flattened channel by channel.
///
///   theirs    [k k C, O]   a column for each output; Keras flattens a map pixel by pixel: all
///                          channels of pixel (0, 0), then all of pixel (0, 1), and so on
///   channels  C            of the map
///   k                      the map has k rows and k columns
///   result    [O, C k k]   a row for each output; the map is flattened channel by channel, each
///                          channel row by row
CheckedArray from_keras(const CheckedArray& theirs, std::int64_t channels, std::int64_t k);

}  // namespace pixelwise::yours
