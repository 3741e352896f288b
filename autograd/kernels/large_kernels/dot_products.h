// What the loop of dot products takes (dot_products.cpp).
#pragma once

#include <cstdint>

namespace pixelwise::kernels {

/// Row `from` of one matrix belongs to row `to` of another.
struct RowPair {
  std::int32_t from, to;
};

/// Sums for factors in which the values of one k after another are neighbours in memory. For every
/// pair of rows and every column j:
///   sums[to][j][lane] += sum over k of a[from][k][lane] * b[j][k][lane], k counting vectors.
/// A dot product is the sum of its lanes. add_lanes() forms it once, after everything was added.
struct DotProducts {
  const float* a;
  std::int64_t a_row;
  const RowPair* pairs;
  std::int64_t pair_count;
  const float* b;
  std::int64_t b_row;
  std::int64_t columns;  // 1 to DotProductLoops::columns
  std::int64_t length;   // floats, whole vectors
  float* sums;           // [rows][DotProductLoops::columns][lanes]
  const float* next;     // the columns that are needed next, b_row apart: fetched meanwhile
};

struct DotProductLoops {
  int columns;
  void (*add)(const DotProducts&);
  /// dots[i] = the sum of the lanes of vector i; `sums` is overwritten.
  void (*add_lanes)(float* sums, std::int64_t count, float* dots);
};

}  // namespace pixelwise::kernels
