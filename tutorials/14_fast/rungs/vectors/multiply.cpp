// A product of matrices whose sums stay in the registers. Compiled once for each instruction set.
#include "tutorials/14_fast/rungs/vectors/loops.h"
#include "tutorials/14_fast/rungs/vectors/vector.h"

namespace pixelwise::rungs {
namespace {

// Two vectors to a row of C that may have fewer columns.
inline void store_row(float* to, Vector v0, Vector v1, Index columns) {
  if (columns >= kTileColumns) {
    store(to, v0);
    store(to + kLanes, v1);
    return;
  }
  float all[kTileColumns];
  store(all, v0);
  store(all + kLanes, v1);
  for (Index j = 0; j < columns; ++j) to[j] = all[j];
}

// The tile of C that begins at row `row` and has the columns of one panel of B. All loops over r
// have a fixed number of turns: unrolled, each sum is a variable, and the compiler gives it a
// register.
void tile(const Product& p, Index row, const float* panel, float* c, Index columns) {
  const Index rows = p.rows - row < kTileRows ? p.rows - row : kTileRows;
  const float* a[kTileRows];  // below the last row, the last one again: it is not stored
#pragma GCC unroll 14
  for (int r = 0; r < kTileRows; ++r) a[r] = p.a + (row + (r < rows ? r : rows - 1)) * p.a_row;
  // [sums]
  Vector sum[kTileRows][2] = {};
  for (Index k = 0; k < p.inner; ++k) {
    const Vector b0 = load(panel + k * kTileColumns), b1 = load(panel + k * kTileColumns + kLanes);
#pragma GCC unroll 14
    for (int r = 0; r < kTileRows; ++r) {
      sum[r][0] += a[r][k] * b0;
      sum[r][1] += a[r][k] * b1;
    }
  }
  // [/sums]
#pragma GCC unroll 14
  for (int r = 0; r < kTileRows; ++r) {
    if (r < rows) store_row(c + r * p.c_row, sum[r][0], sum[r][1], columns);
  }
}

}  // namespace

namespace RUNGS_ISA {

void multiply(const Product& p) {
  for (Index column = 0; column < p.columns; column += kTileColumns) {
    const float* panel = p.panels + column * p.inner;
    for (Index row = 0; row < p.rows; row += kTileRows) {
      tile(p, row, panel, p.c + row * p.c_row + column, p.columns - column);
    }
  }
}

}  // namespace RUNGS_ISA
}  // namespace pixelwise::rungs
