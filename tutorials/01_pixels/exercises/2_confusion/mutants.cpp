// The usual mistakes in a confusion matrix, and what to say of each.
#include <algorithm>

#include "tutorials/01_pixels/exercises/2_confusion/answer.h"

namespace pixelwise {
namespace {

enum class Slip {
  transposed,
  void_is_class_0,
  void_is_last_class,
  void_taken_for_right,
  void_ends_the_row,
  void_used_as_index,
  only_right,
  only_wrong,
  assigned,
  shares,
  last_row_missing,
  class_0_is_void,
  class_0_left_out,
  loops_exchanged,
  width_is_height,
  height_is_width,
};

template <Slip slip>
CheckedArray matrix_of(const CheckedArray& truth, const CheckedArray& prediction,
                       std::int64_t classes) {
  CheckedArray result({classes, classes});
  const std::int64_t height = truth.shape()[0], width = truth.shape()[1];
  std::int64_t rows = height, columns = width;
  if (slip == Slip::last_row_missing) rows -= 1;
  if (slip == Slip::loops_exchanged || slip == Slip::height_is_width) rows = width;
  if (slip == Slip::loops_exchanged || slip == Slip::width_is_height) columns = height;
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::int64_t column = 0; column < columns; ++column) {
      auto t = static_cast<std::int64_t>(truth(row, column));
      const auto p = static_cast<std::int64_t>(prediction(row, column));
      if (t == 0 && (slip == Slip::class_0_is_void || slip == Slip::class_0_left_out)) continue;
      if (t == 255 && slip == Slip::void_ends_the_row) break;
      if (t == 255) {
        if (slip == Slip::void_is_class_0) t = 0;
        if (slip == Slip::void_is_last_class) t = classes - 1;
        if (slip == Slip::void_taken_for_right) t = p;
        const bool used = slip == Slip::void_used_as_index || slip == Slip::class_0_is_void;
        if (t == 255 && !used) continue;
      }
      if (slip == Slip::only_right && t != p) continue;
      if (slip == Slip::only_wrong && t == p) continue;
      Real& cell = slip == Slip::transposed ? result(p, t) : result(t, p);
      cell = slip == Slip::assigned ? 1 : cell + 1;
    }
  }
  if (slip != Slip::shares) return result;
  for (std::int64_t t = 0; t < classes; ++t) {
    Real sum = 0;
    for (std::int64_t p = 0; p < classes; ++p) sum += result(t, p);
    for (std::int64_t p = 0; p < classes; ++p) result(t, p) /= std::max<Real>(sum, 1);
  }
  return result;
}

}  // namespace

std::vector<Mutant<Confusion>> mutants() {
  return {
      {"rows and columns exchanged",
       "This is what comes out when the prediction chooses the row and the truth the column. It is "
       "result(t, p): the truth chooses the row.",
       matrix_of<Slip::transposed>},
      {"void as class 0",
       "This is what comes out when void counts as class 0. A pixel whose truth is 255 is not "
       "counted at all.",
       matrix_of<Slip::void_is_class_0>},
      {"void as the last class",
       "This is what comes out when void counts as the last class. A pixel whose truth is 255 is "
       "not counted at all.",
       matrix_of<Slip::void_is_last_class>},
      {"void taken for right",
       "This is what comes out when every void pixel counts as right. It should not count at all.",
       matrix_of<Slip::void_taken_for_right>},
      {"void ends the row",
       "This is what comes out when the first void pixel of a row ends this row (break). Only the "
       "pixel itself is left out: continue.",
       matrix_of<Slip::void_ends_the_row>},
      {"255 as an index",
       "255 is no class but void. Look whether the truth is 255 before you use it as an index.",
       matrix_of<Slip::void_used_as_index>},
      {"only right pixels",
       "This is what comes out when only right pixels are counted: everything beside the diagonal "
       "is 0.",
       matrix_of<Slip::only_right>},
      {"only wrong pixels",
       "This is what comes out when only wrong pixels are counted: the diagonal is 0.",
       matrix_of<Slip::only_wrong>},
      {"= in place of +=",
       "No cell is above 1: this is what comes out when 1 is assigned (=) where it has to be added "
       "(+=).",
       matrix_of<Slip::assigned>},
      {"shares of the row",
       "These are shares: each row is divided by its sum. Numbers of pixels are asked for.",
       matrix_of<Slip::shares>},
      {"last row missing",
       "This is what comes out when the last row of pixels is not visited. The loop goes on while "
       "row < H.",
       matrix_of<Slip::last_row_missing>},
      {"class 0 skipped in place of void",
       "The row of class 0 is empty, and 255 is used as an index: this is what comes out when "
       "pixels of truth 0 are skipped. Class 0 counts like every other; void has the number 255.",
       matrix_of<Slip::class_0_is_void>},
      {"class 0 and void skipped",
       "The row of class 0 is empty: this is what comes out when pixels of truth 0 are skipped, "
       "too. The background is a class like every other; only 255 is not counted.",
       matrix_of<Slip::class_0_left_out>},
      {"rows and columns of the image exchanged",
       "Only images with as many rows as columns are right: this is what comes out when rows and "
       "columns are exchanged. Rows are the first index and go up to truth.shape()[0], columns are "
       "the second and go up to truth.shape()[1].",
       matrix_of<Slip::loops_exchanged>},
      {"as many columns as rows",
       "This is what comes out when both loops go up to truth.shape()[0], the number of rows. The "
       "number of columns is truth.shape()[1].",
       matrix_of<Slip::width_is_height>},
      {"as many rows as columns",
       "This is what comes out when both loops go up to truth.shape()[1], the number of columns. "
       "The number of rows is truth.shape()[0].",
       matrix_of<Slip::height_is_width>},
  };
}

}  // namespace pixelwise
