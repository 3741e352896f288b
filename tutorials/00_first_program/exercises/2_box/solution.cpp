// Exercise 00.2, solved: a box that grows with every pixel found.
#include <algorithm>

#include "tutorials/00_first_program/exercises/2_box/exercise.h"

namespace pixelwise::yours {

Box box_around(const CheckedArray& mask, Real class_number) {
  Box box;
  for (std::int64_t row = 0; row < mask.shape()[0]; ++row) {
    for (std::int64_t column = 0; column < mask.shape()[1]; ++column) {
      if (mask(row, column) != class_number) continue;
      if (box.top == -1) box = {row, row, column, column};
      box.bottom = row;  // rows only grow
      box.left = std::min(box.left, column);
      box.right = std::max(box.right, column);
    }
  }
  return box;
}

}  // namespace pixelwise::yours
