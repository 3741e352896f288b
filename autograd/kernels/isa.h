// The inner loops, as a table of functions: one table for each instruction set.
//
// A processor with AVX-512 adds 16 floats at once, one with AVX2 adds 8, any other 4. The inner
// loops are therefore compiled up to three times. Each time they fill one Isa table, and isa()
// picks the best table that this processor can run.
#pragma once

#include <cstdint>

namespace pixelwise::kernels {

// What the loops take, each in the header beside the loop.
struct RowsByPanel;         // direct/microkernel.h
struct OuterProducts;       // direct/microkernel.h
struct MaxPoolLoops;        // direct/max_pool_loops.h
struct CrossEntropyPixels;  // direct/cross_entropy_loops.h
struct TileTransforms;      // winograd3x3/tile_transforms.h
struct DotProductLoops;     // large_kernels/dot_products.h
struct RowTransforms;       // large_kernels/row_transforms.h

/// to[k][j] = from[j][k] for j < rows, k < columns (direct/transpose.cpp).
using Transpose = void(const float* from, std::int64_t from_row, std::int64_t rows,
                       std::int64_t columns, float* to, std::int64_t to_row);

struct Isa {
  const char* name;
  int lanes;  // floats in a vector

  void (*rows_by_panel)(const RowsByPanel&);
  void (*outer_products)(const OuterProducts&);
  Transpose* transpose;
  const MaxPoolLoops* max_pool_loops;
  double (*cross_entropy_of_pixels)(const CrossEntropyPixels&, float* scratch);

  const TileTransforms* tiles_2x2;
  const TileTransforms* tiles_4x4;

  const DotProductLoops* dot_products;
  const RowTransforms* row_transforms;
};

/// The best table for this processor. PIXELWISE_ISA=baseline or avx2 asks for a lower one.
const Isa& isa();

/// For tests: the tables that this processor can run, the best one first, null after the last.
/// set_isa() chooses one of them.
const Isa* supported_isa(int index);
void set_isa(const Isa& isa);

}  // namespace pixelwise::kernels
