// Rung 6: the same product, with its sums in registers (vectors/multiply.cpp). B is first packed
// into panels: what the loop reads one after the other is then beside each other in memory.
#include <algorithm>

#include "tutorials/14_fast/rungs/rung.h"
#include "tutorials/14_fast/rungs/vectors/loops.h"

namespace pixelwise::rungs {
namespace {

std::vector<float> packed(const std::vector<float>& b, Index inner, Index columns, Index width) {
  const Index panels = (columns + width - 1) / width;
  std::vector<float> all(static_cast<std::size_t>(panels * inner * width));  // all zeros
  for (Index column = 0; column < columns; column += width) {
    for (Index k = 0; k < inner; ++k) {
      std::copy_n(b.data() + k * columns + column, std::min(width, columns - column),
                  all.data() + column * inner + k * width);
    }
  }
  return all;
}

void multiply_matrices(const VectorLoops& loops, const Sizes& s, const float* x, const float* w,
                       float* y) {
  const Index rows = s.n * s.h * s.w, inner = 9 * s.c;
  const std::vector<float> a = im2col_matrix(s, x);
  const std::vector<float> panels = packed(weights_by_tap(s, w), inner, s.o, loops.tile_columns);
  loops.multiply({.rows = rows,
                  .columns = s.o,
                  .inner = inner,
                  .a = a.data(),
                  .a_row = inner,
                  .panels = panels.data(),
                  .c = y,
                  .c_row = s.o});
}

}  // namespace

void registers(const Sizes& s, const float* x, const float* w, float* y) {
  multiply_matrices(baseline_loops(), s, x, w, y);
}

// Rung 7: not a line of code is new. The compiler was told that the processor has wider vectors,
// and an instruction that multiplies and adds (vectors/vectors.cmake).
void wide_vectors(const Sizes& s, const float* x, const float* w, float* y) {
  multiply_matrices(widest_loops(), s, x, w, y);
}

}  // namespace pixelwise::rungs
