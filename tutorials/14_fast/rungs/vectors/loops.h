// The loops that are compiled once for each instruction set, as a table of functions.
#pragma once

#include <cstdint>

namespace pixelwise::rungs {

/// C = A B. A is [rows, inner], C is [rows, columns]. B comes in panels: panel p holds the columns
/// from p * tile_columns on, as [inner, tile_columns], and zeros where B has no more columns.
struct Product {
  std::int64_t rows, columns, inner;
  const float* a;
  std::int64_t a_row;  // floats from one row to the next
  const float* panels;
  float* c;
  std::int64_t c_row;
};

/// Two rows of outputs by Winograd's method: `tiles` tiles of 2x2. c is a multiple of the lanes, o
/// a multiple of tile_columns.
struct WinogradRow {
  std::int64_t tiles, c, o;
  const float* x;        // [4, 2 tiles + 2, c]: the inputs, with zeros around them
  const float* filters;  // 16 times [c, o], each in panels
  float* v;              // [16, tiles, c], for the transformed inputs
  float* m;              // [16, tiles, o], for the products
  float* y;              // [2, 2 tiles, o]
};

struct VectorLoops {
  const char* name;
  std::int64_t lanes;         // floats in a vector
  std::int64_t tile_rows;     // the tile of sums in the registers
  std::int64_t tile_columns;  // two vectors

  void (*multiply)(const Product& p);
  /// taps [9, c, o] to 16 times [c, o], each in panels. c and o as in WinogradRow.
  void (*winograd_filters)(std::int64_t c, std::int64_t o, const float* taps, float* filters);
  void (*winograd_row)(const WinogradRow& row);

  /// What the machine can do at most. The first does 24 * lanes * repeats operations in registers,
  /// the second reads `count` floats, a multiple of 8 lanes. The results keep the compiler from
  /// leaving the work out.
  float (*multiply_adds)(std::int64_t repeats);
  float (*read)(const float* from, std::int64_t count);
};

/// The loops as any processor of this kind can run them, and those with the widest vectors that
/// this processor has.
const VectorLoops& baseline_loops();
const VectorLoops& widest_loops();

/// For tests: the tables that this processor can run, the widest first, null after the last.
/// set_widest() makes one of them what widest_loops() returns.
const VectorLoops* supported_loops(int index);
void set_widest(const VectorLoops& loops);

}  // namespace pixelwise::rungs
