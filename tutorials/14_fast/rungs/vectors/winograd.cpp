// Winograd's method F(2, 3): two outputs of a filter with three taps take 4 products instead of 6.
// In two dimensions a tile of 2x2 outputs takes 16 instead of 36. Compiled once for each
// instruction set.
#include "tutorials/14_fast/rungs/vectors/loops.h"
#include "tutorials/14_fast/rungs/vectors/vector.h"

namespace pixelwise::rungs::RUNGS_ISA {

void multiply(const Product& p);  // multiply.cpp

}  // namespace pixelwise::rungs::RUNGS_ISA

namespace pixelwise::rungs {
namespace {

// [one_axis]
// Four inputs d in a row, three weights g, two outputs y:
//   m0 = (d0 - d2) g0       m1 = (d1 + d2) (g0 + g1 + g2) / 2       y0 = m0 + m1 + m2
//   m3 = (d3 - d1) g2       m2 = (d2 - d1) (g0 - g1 + g2) / 2       y1 = m1 - m2 + m3
// Numbers that follow each other along the axis are `step` apart.
inline void input_transform(Vector* d, int step) {
  const Vector d0 = d[0], d1 = d[step], d2 = d[2 * step], d3 = d[3 * step];
  d[0] = d0 - d2;
  d[step] = d1 + d2;
  d[2 * step] = d2 - d1;
  d[3 * step] = d3 - d1;
}

inline void filter_transform(const Vector* g, int from_step, Vector* to, int to_step) {
  const Vector g0 = g[0], g1 = g[from_step], g2 = g[2 * from_step];
  to[0] = g0;
  to[to_step] = 0.5f * (g0 + g1 + g2);
  to[2 * to_step] = 0.5f * (g0 - g1 + g2);
  to[3 * to_step] = g2;
}

inline void output_transform(const Vector* m, int from_step, Vector* y, int to_step) {
  const Vector m0 = m[0], m1 = m[from_step], m2 = m[2 * from_step], m3 = m[3 * from_step];
  y[0] = m0 + m1 + m2;
  y[to_step] = m1 - m2 + m3;
}
// [/one_axis]

// Each transform goes over all columns first, then over all rows.
void transform_inputs(const WinogradRow& row) {
  const Index x_row = (2 * row.tiles + 2) * row.c, position = row.tiles * row.c;
  for (Index t = 0; t < row.tiles; ++t) {
    for (Index c = 0; c < row.c; c += kLanes) {
      Vector d[16];
      for (Index i = 0; i < 16; ++i) {
        d[i] = load(row.x + i / 4 * x_row + (2 * t + i % 4) * row.c + c);
      }
      for (int i = 0; i < 4; ++i) input_transform(d + i, 4);
      for (int i = 0; i < 4; ++i) input_transform(d + 4 * i, 1);
      for (Index i = 0; i < 16; ++i) store(row.v + i * position + t * row.c + c, d[i]);
    }
  }
}

void transform_outputs(const WinogradRow& row) {
  const Index y_row = 2 * row.tiles * row.o, position = row.tiles * row.o;
  for (Index t = 0; t < row.tiles; ++t) {
    for (Index o = 0; o < row.o; o += kLanes) {
      Vector m[16], half[8], y[4];
      for (Index i = 0; i < 16; ++i) m[i] = load(row.m + i * position + t * row.o + o);
      for (int i = 0; i < 4; ++i) output_transform(m + i, 4, half + i, 4);
      for (int i = 0; i < 2; ++i) output_transform(half + 4 * i, 1, y + 2 * i, 1);
      for (Index i = 0; i < 4; ++i) {
        store(row.y + i / 2 * y_row + (2 * t + i % 2) * row.o + o, y[i]);
      }
    }
  }
}

}  // namespace

namespace RUNGS_ISA {

void winograd_filters(Index c, Index o, const float* taps, float* filters) {
  for (Index k = 0; k < c; ++k) {
    for (Index column = 0; column < o; column += kLanes) {
      Vector g[9], half[12], u[16];
      for (Index i = 0; i < 9; ++i) g[i] = load(taps + (i * c + k) * o + column);
      for (int i = 0; i < 3; ++i) filter_transform(g + i, 3, half + i, 3);
      for (int i = 0; i < 4; ++i) filter_transform(half + 3 * i, 1, u + 4 * i, 1);
      const Index panel = column / kTileColumns * kTileColumns;
      float* to = filters + panel * c + k * kTileColumns + column % kTileColumns;
      for (Index i = 0; i < 16; ++i) store(to + i * c * o, u[i]);
    }
  }
}

// [row]
void winograd_row(const WinogradRow& row) {
  transform_inputs(row);
  for (Index i = 0; i < 16; ++i) {
    multiply({.rows = row.tiles,
              .columns = row.o,
              .inner = row.c,
              .a = row.v + i * row.tiles * row.c,
              .a_row = row.c,
              .panels = row.filters + i * row.c * row.o,
              .c = row.m + i * row.tiles * row.o,
              .c_row = row.o});
  }
  transform_outputs(row);
}
// [/row]

}  // namespace RUNGS_ISA
}  // namespace pixelwise::rungs
