// The usual mistakes in the box around an object, and what to say of each.
#include <algorithm>

#include "tutorials/00_first_program/exercises/2_box/answer.h"

namespace pixelwise {
namespace {

enum class Slip {
  one_behind,
  exchanged,
  begins_with_0,
  any_object,
  sizes,
  first_and_last,
  nothing_found,
  last_missing,
  first_pixel_only,
  upside_down,
  begins_with_minus_1,
  bottom_too_large,
  right_too_large,
  reads_exchanged,
  loops_exchanged,
  else_if,
  with_void,
  first_of_the_row,
  left_of_first,
  right_of_last,
  first_row_missing,
  min_and_max,
  nothing_is_0,
  left_and_bottom,
  bottom_too_large_always,
  both_too_large_always,
  next_row_later,
  next_row_and_column_later,
};

template <Slip slip>
void grow(yours::Box& box, std::int64_t row, std::int64_t column, bool found) {
  if (slip == Slip::else_if) {
    if (row < box.top) {
      box.top = row;
    } else if (row > box.bottom) {
      box.bottom = row;
    }
    if (column < box.left) {
      box.left = column;
    } else if (column > box.right) {
      box.right = column;
    }
    return;
  }
  // In the order of the visit, in place of the order of the columns.
  const bool keeps_left = slip == Slip::first_and_last || slip == Slip::left_of_first;
  const bool takes_last = slip == Slip::first_and_last || slip == Slip::right_of_last;
  const bool next_row = slip == Slip::next_row_later || slip == Slip::next_row_and_column_later;
  const std::int64_t low = found && next_row ? row + 1 : row;
  box.top = std::min(box.top, row);
  box.bottom = std::max(box.bottom, low);
  box.left = keeps_left ? (found ? box.left : column) : std::min(box.left, column);
  const std::int64_t far = found && slip == Slip::next_row_and_column_later ? column + 1 : column;
  box.right = takes_last ? column : std::max(box.right, far);
}

template <Slip slip>
yours::Box box_of(const CheckedArray& mask, Real class_number) {
  const std::int64_t height = mask.shape()[0], width = mask.shape()[1];
  const std::int64_t last = slip == Slip::last_missing ? 1 : 0;
  const std::int64_t first = slip == Slip::first_row_missing ? 1 : 0;
  const bool turned = slip == Slip::loops_exchanged;
  yours::Box box{height, -1, width, -1};
  if (slip == Slip::begins_with_0) box = {0, 0, 0, 0};
  if (slip == Slip::begins_with_minus_1) box = {};
  bool found = false;
  for (std::int64_t row = first; row < (turned ? width : height) - last; ++row) {
    for (std::int64_t column = first; column < (turned ? height : width) - last; ++column) {
      const Real id = slip == Slip::reads_exchanged ? mask(column, row) : mask(row, column);
      const bool counts = slip == Slip::any_object
                              ? id != 0
                              : id == class_number || (slip == Slip::with_void && id == 255);
      if (!counts || (found && slip == Slip::first_pixel_only)) continue;
      grow<slip>(box, row, column, found);
      found = true;
      if (slip == Slip::first_of_the_row) break;
    }
  }
  if (!found && slip == Slip::nothing_is_0) return {0, 0, 0, 0};
  if (!found && slip == Slip::bottom_too_large_always) return {-1, 0, -1, -1};
  if (!found && slip == Slip::both_too_large_always) return {-1, 0, -1, 0};
  if (!found && slip != Slip::nothing_found) return {};
  const bool both = slip == Slip::one_behind || slip == Slip::both_too_large_always;
  const bool bottom =
      slip == Slip::bottom_too_large || slip == Slip::bottom_too_large_always || both;
  if (bottom) box.bottom += 1;
  if (both || slip == Slip::right_too_large) box.right += 1;
  if (slip == Slip::left_and_bottom) return {box.top, box.left, box.bottom, box.right};
  if (slip == Slip::min_and_max) return {box.bottom, box.top, box.right, box.left};
  if (slip == Slip::exchanged) return {box.left, box.right, box.top, box.bottom};
  if (slip == Slip::upside_down) return {box.bottom, box.top, box.left, box.right};
  if (slip == Slip::sizes) {
    return {box.top, box.bottom - box.top + 1, box.left, box.right - box.left + 1};
  }
  return box;
}

}  // namespace

std::vector<Mutant<BoxAround>> mutants() {
  return {
      {"one row and column behind",
       "bottom and right are one too large: they are the row and column behind the object. The "
       "last "
       "row and column that still belong to it are asked for.",
       box_of<Slip::one_behind>},
      {"rows and columns exchanged",
       "This is what comes out when rows and columns are exchanged: top and bottom are rows, left "
       "and right are columns.",
       box_of<Slip::exchanged>},
      {"begins with 0",
       "This is what comes out when top and left begin with 0: no row is smaller than 0, so they "
       "stay there. Begin with the first pixel that you find.",
       box_of<Slip::begins_with_0>},
      {"any object",
       "This is the box around everything that is not 0. Only pixels of the class asked for belong "
       "into it.",
       box_of<Slip::any_object>},
      {"height and width",
       "In the places of bottom and right you have the height and the width of the box. The last "
       "row and the last column are asked for.",
       box_of<Slip::sizes>},
      {"columns of the first and last pixel",
       "The rows are right. left and right are the columns of the first and of the last pixel in "
       "reading order; a pixel in between may lie further to the left or right.",
       box_of<Slip::first_and_last>},
      {"nothing found",
       "Only the class that is not there is answered wrongly: this is what comes out when the "
       "numbers stay where the search began (H, -1, W, -1). All four should be -1.",
       box_of<Slip::nothing_found>},
      {"last row and column missing",
       "This is what comes out when the last row and the last column of the mask are not visited. "
       "The loops go on while row < H and column < W.",
       box_of<Slip::last_missing>},
      {"top and bottom exchanged",
       "top and bottom are exchanged. Rows are counted from above: top is the smaller number.",
       box_of<Slip::upside_down>},
      {"first pixel only",
       "This is the first pixel of the class alone. The box has to grow with every further pixel.",
       box_of<Slip::first_pixel_only>},
      {"begins with -1",
       "top and left are always -1: this is what comes out when std::min compares with the -1 of "
       "the beginning, and no row is smaller. The first pixel that you find sets all four numbers.",
       box_of<Slip::begins_with_minus_1>},
      {"bottom too large",
       "bottom is one too large: it is the row below the object. The last row that still belongs "
       "to the object is asked for.",
       box_of<Slip::bottom_too_large>},
      {"right too large",
       "right is one too large: it is the column behind the object. The last column that still "
       "belongs to the object is asked for.",
       box_of<Slip::right_too_large>},
      {"mask(column, row)",
       "This is what comes out when mask(column, row) is read. The row comes first: mask(row, "
       "column).",
       box_of<Slip::reads_exchanged>},
      {"loops exchanged",
       "Only masks with as many rows as columns are right: this is what comes out when row goes up "
       "to the number of columns and column up to the number of rows. Rows: mask.shape()[0], "
       "columns: mask.shape()[1].",
       box_of<Slip::loops_exchanged>},
      {"else if",
       "This is what comes out when a pixel that sets top (or left) cannot set bottom (or right) "
       "any more, because of an else. The first pixel sets all four numbers.",
       box_of<Slip::else_if>},
      {"void belongs into it",
       "This is the box around the class and the void pixels (255). Only pixels of the class asked "
       "for belong into it.",
       box_of<Slip::with_void>},
      {"first pixel of each row",
       "This is what comes out when only the first pixel of the class in each row is looked at "
       "(break). Go on to the end of the row: right may grow.",
       box_of<Slip::first_of_the_row>},
      {"left of the first pixel",
       "left is the column of the first pixel that was found. A pixel in a later row may lie "
       "further to the left: use std::min at every pixel.",
       box_of<Slip::left_of_first>},
      {"right of the last pixel",
       "right is the column of the last pixel that was found. A pixel in an earlier row may lie "
       "further to the right: use std::max at every pixel.",
       box_of<Slip::right_of_last>},
      {"first row and column missing",
       "This is what comes out when the first row and the first column of the mask are not "
       "visited. "
       "The loops begin with row = 0 and column = 0.",
       box_of<Slip::first_row_missing>},
      {"smallest and largest exchanged",
       "top and bottom are exchanged, and so are left and right. top and left are the smallest "
       "numbers, bottom and right the largest.",
       box_of<Slip::min_and_max>},
      {"left and bottom exchanged",
       "left and bottom are exchanged. The order of a Box is top, bottom, left, right.",
       box_of<Slip::left_and_bottom>},
      {"bottom too large, also of nothing",
       "bottom is one too large, even if the class is not there (0 in place of -1). The last row "
       "that still belongs to the object is asked for.",
       box_of<Slip::bottom_too_large_always>},
      {"bottom and right too large, also of nothing",
       "bottom and right are one too large, even if the class is not there (0 in place of -1). The "
       "last row and the last column that still belong to the object are asked for.",
       box_of<Slip::both_too_large_always>},
      {"row + 1 at later pixels",
       "This is what comes out when later pixels make bottom at least row + 1. The last row that "
       "still belongs to the object is asked for: row.",
       box_of<Slip::next_row_later>},
      {"row + 1 and column + 1 at later pixels",
       "This is what comes out when later pixels make bottom at least row + 1, and right at least "
       "column + 1. The last row and the last column that still belong to the object are asked "
       "for.",
       box_of<Slip::next_row_and_column_later>},
      {"0 for nothing found",
       "Only the class that is not there is answered wrongly: all four numbers are 0, the box of "
       "the pixel in the upper left corner. They should be -1.",
       box_of<Slip::nothing_is_0>},
  };
}

}  // namespace pixelwise
