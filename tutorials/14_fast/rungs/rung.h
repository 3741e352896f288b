// A rung of the ladder is a function that computes a convolution. All rungs compute the same sums.
#pragma once

#include <cstdint>
#include <vector>

namespace pixelwise::rungs {

using Index = std::int64_t;

/// A 3x3 convolution with stride 1 and a border of one zero: the map keeps its size.
struct Sizes {
  Index n, c, h, w;  // of the input: images, channels, rows, columns
  Index o;           // channels of the output
};

/// y = conv(x, w). How the numbers lie in memory:
///   channels first (rungs 1, 2)   x [N, C, H, W]   w [O, C, 3, 3]   y [N, O, H, W]
///   channels last (all others)    x [N, H, W, C]   w [O, 3, 3, C]   y [N, H, W, O]
using Rung = void(const Sizes& s, const float* x, const float* w, float* y);

Rung plain_formula;   // 1: the formula, not optimised by the compiler
Rung formula;         // 2
Rung channels_last;   // 3
Rung outputs_inside;  // 4
Rung im2col;          // 5
Rung registers;       // 6
Rung wide_vectors;    // 7
Rung winograd;        // 8
Rung many_threads;    // 9
Rung library;         // 10; only if has_library()

/// Whether this build has fast kernels, and they are switched on.
bool has_library();

/// The weights in the order in which rungs 4 to 9 read them: [3, 3, C, O] (4_outputs_inside.cpp).
std::vector<float> weights_by_tap(const Sizes& s, const float* w);

/// im2col's matrix [N H W, 9 C] (5_im2col.cpp).
std::vector<float> im2col_matrix(const Sizes& s, const float* x);

}  // namespace pixelwise::rungs
