// The usual mistakes in the gradient of a broadcast, and what to say of each.
#include "tutorials/02_autograd/exercises/2_broadcast/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Undo = decltype(&yours::undo_broadcast);

namespace {

enum class Slip { mean, first, last, everything, only_columns, only_rows };

template <Slip slip>
CheckedArray undo(const CheckedArray& dy, const Shape& small) {
  const std::int64_t rows = dy.shape()[0], columns = dy.shape()[1];
  const Real copies = static_cast<Real>(dy.size()) / static_cast<Real>(small.size());
  CheckedArray db(small);
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t j = 0; j < columns; ++j) {
      const std::int64_t row = small[0] == 1 ? 0 : i, column = small[1] == 1 ? 0 : j;
      const bool is_first = (small[0] != 1 || i == 0) && (small[1] != 1 || j == 0);
      if (slip == Slip::first && !is_first) continue;
      if (slip == Slip::last) db(row, column) = 0;
      if (slip == Slip::only_columns && small[0] != 1 && j > 0 && small[1] == 1) continue;
      if (slip == Slip::only_rows && small[1] != 1 && i > 0 && small[0] == 1) continue;
      db(row, column) += slip == Slip::mean ? dy(i, j) / copies : dy(i, j);
    }
  }
  if (slip == Slip::everything) {
    Real total = 0;
    for (std::int64_t k = 0; k < dy.size(); ++k) total += dy.element(k);
    for (std::int64_t k = 0; k < db.size(); ++k) db.element(k) = total;
  }
  return db;
}

CheckedArray not_reduced(const CheckedArray& dy, const Shape&) { return dy; }

}  // namespace

std::vector<Mutant<Undo>> mutants() {
  return {
      {"mean in place of the sum",
       "This is the mean over the copies. Each copy has its effect on the loss, and effects are "
       "added "
       "up: it has to be the sum.",
       undo<Slip::mean>},
      {"only the first copy",
       "This is dy of the first copy only. A number that was used several times gets something "
       "back "
       "from every place.",
       undo<Slip::first>},
      {"= in place of +=",
       "This is dy of the last copy only: each place overwrites (=) what the ones before have "
       "sent. "
       "It has to be added (+=).",
       undo<Slip::last>},
      {"everything summed",
       "This is the sum over the whole of dy, everywhere. Sum only along the axis on which b was "
       "stretched: where small[0] is 1 over the rows, where small[1] is 1 over the columns.",
       undo<Slip::everything>},
      {"not reduced",
       "This is dy as it came. db must have the shape of b: sum along each axis on which b was "
       "stretched.",
       not_reduced},
      {"columns are not summed",
       "Where b was one column, [R, 1], only the first column of dy comes back. All columns have "
       "used it: sum them.",
       undo<Slip::only_columns>},
      {"rows are not summed",
       "Where b was one row, [1, C], only the first row of dy comes back. All rows have used it: "
       "sum "
       "them.",
       undo<Slip::only_rows>},
  };
}

}  // namespace pixelwise
