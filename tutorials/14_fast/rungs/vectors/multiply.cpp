// A product of matrices whose sums stay in the registers. Compiled once for each instruction set.
#include "tutorials/14_fast/rungs/vectors/loops.h"
#include "tutorials/14_fast/rungs/vectors/vector.h"

namespace pixelwise::rungs {
namespace {

// [tile]
// The tile of C that begins at row `row` and has the columns of one panel.
void tile(const Product& p, Index row, const float* panel, float* c, Index columns) {
  const Index rows = p.rows - row < kTileRows ? p.rows - row : kTileRows;
  const float* a[kTileRows];  // below the last row, the last one again: it is not stored
  for (int r = 0; r < kTileRows; ++r) a[r] = p.a + (row + (r < rows ? r : rows - 1)) * p.a_row;
  Vector sum[kTileRows][2] = {};
  for (Index k = 0; k < p.inner; ++k) {
    const Vector b0 = load(panel + k * kTileColumns), b1 = load(panel + k * kTileColumns + kLanes);
#pragma GCC unroll 14
    for (int r = 0; r < kTileRows; ++r) {
      sum[r][0] += a[r][k] * b0;
      sum[r][1] += a[r][k] * b1;
    }
  }
  // [/tile]
  for (Index r = 0; r < rows; ++r) {
    float* to = c + r * p.c_row;
    if (columns >= kTileColumns) {
      store(to, sum[r][0]);
      store(to + kLanes, sum[r][1]);
    } else {
      for (Index j = 0; j < columns; ++j) to[j] = sum[r][j / kLanes][j % kLanes];
    }
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
