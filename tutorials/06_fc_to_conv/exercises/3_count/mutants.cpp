// The usual mistakes in counting windows and multiply-adds, and what to say of each.
#include "tutorials/06_fc_to_conv/exercises/3_count/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Count = decltype(&yours::count_windows);

namespace {

enum class Slip {
  windows_are_cells,
  without_one,
  not_rounded,
  side_by_side,
  every_pixel,
  square_image,
  cell_once_for_a_window,
  cells_in_one_direction,
  sliding_without_fc,
  pass_without_fc,
  pass_with_one_fc,
  pass_fc_for_each_cell,
  pass_computes_windows_only,
  cells_rounded_up,
  cells_not_rounded,
  windows_added,
  fc_for_each_cell_of_window,
  pixels_for_cells,
  cells_are_steps,
  exchanged,
};

// How many whole steps fit.
Real whole(std::int64_t pixels, std::int64_t step) {
  const std::int64_t count = pixels / step;
  return static_cast<Real>(count);
}

template <Slip slip>
CheckedArray count(std::int64_t height, std::int64_t width, std::int64_t window,
                   std::int64_t stride, Real cell, Real fc) {
  if (slip == Slip::square_image) width = height;
  const Real s = static_cast<Real>(stride), w = static_cast<Real>(window);
  const auto windows_along = [&](std::int64_t pixels) -> Real {
    const Real one = slip == Slip::without_one ? 0 : 1;
    return slip == Slip::windows_are_cells ? whole(pixels, stride)
           : slip == Slip::side_by_side    ? whole(pixels, window)
           : slip == Slip::every_pixel     ? static_cast<Real>(pixels - window + 1)
           : slip == Slip::not_rounded     ? (static_cast<Real>(pixels) - w) / s + 1
                                           : whole(pixels - window, stride) + one;
  };
  const auto cells_along = [&](std::int64_t pixels) -> Real {
    return slip == Slip::pixels_for_cells    ? static_cast<Real>(pixels)
           : slip == Slip::cells_are_steps   ? whole(pixels - window, stride)
           : slip == Slip::cells_rounded_up  ? whole(pixels + stride - 1, stride)
           : slip == Slip::cells_not_rounded ? static_cast<Real>(pixels) / s
                                             : whole(pixels, stride);
  };
  const Real down = windows_along(height), across = windows_along(width), k = w / s;
  const Real windows = slip == Slip::windows_added ? down + across : down * across;
  const Real in_window = slip == Slip::pixels_for_cells         ? w * w
                         : slip == Slip::cell_once_for_a_window ? 1
                         : slip == Slip::cells_in_one_direction ? k
                                                                : k * k;
  const Real cells =
      slip == Slip::pass_computes_windows_only ? windows : cells_along(height) * cells_along(width);
  const Real fcs = slip == Slip::pass_without_fc         ? 0
                   : slip == Slip::pass_with_one_fc      ? 1
                   : slip == Slip::pass_fc_for_each_cell ? cells
                                                         : windows;
  const Real fcs_of_window = slip == Slip::sliding_without_fc           ? 0
                             : slip == Slip::fc_for_each_cell_of_window ? k * k
                                                                        : 1;
  const Real sliding = windows * (in_window * cell + fcs_of_window * fc);
  const Real pass = cells * cell + fcs * fc;
  CheckedArray result({3});
  result(0) = windows;
  result(1) = slip == Slip::exchanged ? pass : sliding;
  result(2) = slip == Slip::exchanged ? sliding : pass;
  return result;
}

}  // namespace

std::vector<Mutant<Count>> mutants() {
  return {
      {"as many windows as cells",
       "This is what comes out when there is a window for each cell. A window has several cells in "
       "each direction, and all of them have to be inside of the image: (height - window) / "
       "stride + 1.",
       count<Slip::windows_are_cells>},
      {"windows without + 1",
       "This is what comes out with (height - window) / stride windows. That counts the steps "
       "between windows, and there is one window more than there are steps.",
       count<Slip::without_one>},
      {"windows not rounded",
       "This is what comes out when (height - window) / stride keeps its fraction. Only whole "
       "windows count: divide whole numbers, which drops the rest.",
       count<Slip::not_rounded>},
      {"windows side by side",
       "This is what comes out when windows begin `window` pixels apart. They begin `stride` "
       "pixels apart, and overlap.",
       count<Slip::side_by_side>},
      {"a window at every pixel",
       "This is what comes out when windows begin one pixel apart. The map has a cell every "
       "`stride` pixels only.",
       count<Slip::every_pixel>},
      {"a square image",
       "This is what comes out when the image is as wide as it is high. Width and height differ.",
       count<Slip::square_image>},
      {"a window costs one cell",
       "The number of windows is right, but a window is paid like one cell. It has window / stride "
       "cells in each direction, and a classifier alone computes all of them.",
       count<Slip::cell_once_for_a_window>},
      {"k cells for k * k",
       "This is what comes out when a window has window / stride cells. It has so many in each "
       "direction: the square of that.",
       count<Slip::cells_in_one_direction>},
      {"sliding without the fully connected layers",
       "The second number lacks the fully connected layers: fc for each window.",
       count<Slip::sliding_without_fc>},
      {"one pass without the fully connected layers",
       "The third number lacks the fully connected layers. As convolutions they cost fc at every "
       "window.",
       count<Slip::pass_without_fc>},
      {"one pass with fc once",
       "The third number has fc once. As convolutions these layers compute an answer for every "
       "window: windows * fc.",
       count<Slip::pass_with_one_fc>},
      {"one pass with fc for each cell",
       "The third number has fc once for each cell. There are fewer windows than cells.",
       count<Slip::pass_fc_for_each_cell>},
      {"one pass computes a cell for each window",
       "The third number has as many cells as windows. One pass computes all cells of the image: "
       "(height / stride) * (width / stride).",
       count<Slip::pass_computes_windows_only>},
      {"cells rounded up",
       "This is what comes out when a part of a cell at the end counts as a cell. Pixels that fill "
       "no cell are left out.",
       count<Slip::cells_rounded_up>},
      {"cells not rounded",
       "This is what comes out when height / stride keeps its fraction. Only whole cells count: "
       "divide whole numbers.",
       count<Slip::cells_not_rounded>},
      {"rows and columns of windows added",
       "This is what comes out when the windows in a row and those in a column are added. There is "
       "a window for each row and each column: multiply.",
       count<Slip::windows_added>},
      {"sliding with fc for each cell",
       "The second number has fc once for each cell of a window. The fully connected layers see "
       "the whole window, once.",
       count<Slip::fc_for_each_cell_of_window>},
      {"pixels for cells",
       "This is what comes out when every pixel costs `cell`. A cell stands for stride x stride "
       "pixels.",
       count<Slip::pixels_for_cells>},
      {"as many cells as steps between windows",
       "The third number has (height - window) / stride cells in a column. The image has height / "
       "stride.",
       count<Slip::cells_are_steps>},
      {"sliding and one pass exchanged",
       "These are the right numbers in the wrong places: sliding is the second, one pass the "
       "third.",
       count<Slip::exchanged>},
  };
}

}  // namespace pixelwise
