// Exercise 06.3: how many windows, and what they cost.
#pragma once

#include "tutorials/grader/checked_array.h"

namespace pixelwise::yours {

/// How many windows an image has, and what it costs to judge all of them.
///
///   height, width  of the image, in pixels; at least one window fits
///   window         rows and columns of a window, in pixels: a multiple of the stride
///   stride         of the map, in pixels: a cell of the last pooling for stride x stride pixels
///   cell           multiply-adds of the convolutions for one cell of the last pooling
///   fc             multiply-adds of all fully connected layers for one window
///   result  [3]    the number of windows; the multiply-adds of the classifier on each of them; the
///                  multiply-adds of one pass over the whole image
///
/// Pixels at the end that fill no cell are left out.
CheckedArray count_windows(std::int64_t height, std::int64_t width, std::int64_t window,
                           std::int64_t stride, Real cell, Real fc);

}  // namespace pixelwise::yours
