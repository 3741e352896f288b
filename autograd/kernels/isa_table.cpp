// The table of one instruction set. Compiled once for each, as are the files that it names.
//
// sources.cmake gives PIXELWISE_ISA (a namespace: baseline, avx2 or avx512) and PIXELWISE_LANES.
// Every other name in these files is in an unnamed namespace, and they include no header of the
// standard library but <cstdint>. Why: the linker keeps one copy of an inline function for the
// whole program. If that copy came from here, other code could run AVX-512 instructions on a
// processor that has none. A test looks at the object files.
#include "autograd/kernels/isa.h"

namespace pixelwise::kernels::PIXELWISE_ISA {

// direct/: microkernel.cpp, transpose.cpp, max_pool_loops.cpp, cross_entropy_loops.cpp
void rows_by_panel(const RowsByPanel& p);
void outer_products(const OuterProducts& p);
Transpose transpose;
extern const MaxPoolLoops kMaxPoolLoops;
double cross_entropy_of_pixels(const CrossEntropyPixels& p, float* scratch);

// winograd3x3/tile_transforms.cpp
extern const TileTransforms kTiles2x2, kTiles4x4;

// large_kernels/: dot_products.cpp, row_transforms.cpp
extern const DotProductLoops kDotProductLoops;
extern const RowTransforms kRowTransforms;

// extern: a const at namespace scope would otherwise be private to this file.
extern const Isa kIsa = {
    .name = PIXELWISE_ISA_NAME,
    .lanes = PIXELWISE_LANES,
    .rows_by_panel = rows_by_panel,
    .outer_products = outer_products,
    .transpose = transpose,
    .max_pool_loops = &kMaxPoolLoops,
    .cross_entropy_of_pixels = cross_entropy_of_pixels,
    .tiles_2x2 = &kTiles2x2,
    .tiles_4x4 = &kTiles4x4,
    .dot_products = &kDotProductLoops,
    .row_transforms = &kRowTransforms,
};

}  // namespace pixelwise::kernels::PIXELWISE_ISA
