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
};

template <Slip slip>
yours::Box box_of(const CheckedArray& mask, Real class_number) {
  const std::int64_t height = mask.shape()[0], width = mask.shape()[1];
  const std::int64_t last = slip == Slip::last_missing ? 1 : 0;
  yours::Box box{height, -1, width, -1};
  if (slip == Slip::begins_with_0) box = {0, 0, 0, 0};
  bool found = false;
  for (std::int64_t row = 0; row < height - last; ++row) {
    for (std::int64_t column = 0; column < width - last; ++column) {
      const bool counts =
          slip == Slip::any_object ? mask(row, column) != 0 : mask(row, column) == class_number;
      if (!counts || (found && slip == Slip::first_pixel_only)) continue;
      const bool order = slip == Slip::first_and_last;  // of the visit, not of the columns
      box.top = std::min(box.top, row);
      box.bottom = std::max(box.bottom, row);
      box.left = order ? (found ? box.left : column) : std::min(box.left, column);
      box.right = order ? column : std::max(box.right, column);
      found = true;
    }
  }
  if (!found && slip != Slip::nothing_found) return {};
  if (slip == Slip::one_behind) return {box.top, box.bottom + 1, box.left, box.right + 1};
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
  };
}

}  // namespace pixelwise
