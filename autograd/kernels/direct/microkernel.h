// The two innermost loops of every product of matrices (microkernel.cpp), and what they take.
#pragma once

#include <cstdint>

#include "autograd/kernels/floor.h"

namespace pixelwise::kernels {

/// A run of k whose values are neighbours in memory, in a row of A.
struct Segment {
  std::int64_t offset;  // in floats, from the start of the row
  std::int64_t length;
};

/// C = A B, or C += A B. C is [rows, columns].
/// A is read in place: row r is made of the segments a + r * a_row + offset, one after another.
/// B is a packed panel, b[k][b_row]. Columns that only fill it up hold zeros.
struct RowsByPanel {
  const float* a;
  std::int64_t a_row;
  const Segment* segments;
  std::int64_t segment_count;
  const float* b;
  std::int64_t b_row;
  float* c;
  std::int64_t c_row;
  std::int64_t rows;
  std::int64_t columns;    // at most 2 lanes; whole vectors of b are read
  const float* start;      // [b_row] what C starts from (a bias); null: add to C
  float floor = kNoFloor;  // under C
  // What will be needed next is fetched from memory meanwhile: two vectors for every k. They are
  // next_step floats apart; after every eighth the step is next_jump.
  const float* next;
  std::int64_t next_step, next_jump;
};

/// C = (or +=) a sum of outer products, outer * inner of them. C is [rows, columns].
/// c[r][j] = sum over i, k of a[i * a_outer + k * a_inner + r] * b[i * b_outer + k * b_inner + j].
/// Whole vectors of b are read: up to two vectors from each start must be readable.
struct OuterProducts {
  const float* a;
  std::int64_t a_outer, a_inner;
  const float* b;
  std::int64_t b_outer, b_inner;
  std::int64_t outer, inner;
  float* c;
  std::int64_t c_row;
  std::int64_t rows;
  std::int64_t columns;  // at most 2 lanes
  bool accumulate;       // add to C instead of overwriting it
};

}  // namespace pixelwise::kernels
