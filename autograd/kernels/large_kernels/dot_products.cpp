// Products of matrices with few rows, as dot products. Compiled once per instruction set.
//
// Idea: in both factors the values of one k after another are neighbours in memory. So a vector of
// each is read as it is, and the products are added lane by lane. Nothing is packed or transposed.
// A tile of 4 rows by 6 columns (baseline and AVX2: 3 by 3) stays in the registers while k runs.
// The lanes are added up once, after all taps.
// Declines: lengths that are no multiple of a vector (choice.cpp asks).
// Gains: see correlate_by_dot_products.cpp.
#include "autograd/kernels/large_kernels/dot_products.h"

#include "autograd/kernels/vector.h"

namespace pixelwise::kernels {
namespace {

// 32 registers hold 4 x 6 sums, six vectors of B and one of A; 16 registers hold 3 x 3.
#if PIXELWISE_LANES == 16 || defined(__aarch64__)
constexpr int kTileRows = 4, kColumns = 6;
#else
constexpr int kTileRows = 3, kColumns = 3;
#endif

template <int kRows>
void dot_tile(const DotProducts& p, const RowPair* pairs, const float* next) {
  const float* a[kRows];
  float* sums[kRows];
#pragma GCC unroll 4
  for (int r = 0; r < kRows; ++r) {
    a[r] = p.a + pairs[r].from * p.a_row;
    sums[r] = p.sums + pairs[r].to * kColumns * kLanes;
  }
  // A missing column is the last one again. Nobody reads its sums.
  const float* b[kColumns];
#pragma GCC unroll 8
  for (int j = 0; j < kColumns; ++j) b[j] = p.b + (j < p.columns ? j : p.columns - 1) * p.b_row;

  Vector sum[kRows][kColumns];
#pragma GCC unroll 4
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 8
    for (int j = 0; j < kColumns; ++j) sum[r][j] = load(sums[r] + j * kLanes);
  }
  for (Index k = 0; k < p.length; k += kLanes) {
    __builtin_prefetch(next + k, 0, 2);
    Vector bk[kColumns];
#pragma GCC unroll 8
    for (int j = 0; j < kColumns; ++j) bk[j] = load(b[j] + k);
#pragma GCC unroll 4
    for (int r = 0; r < kRows; ++r) {
      const Vector ar = load(a[r] + k);
#pragma GCC unroll 8
      for (int j = 0; j < kColumns; ++j) sum[r][j] += ar * bk[j];
    }
  }
#pragma GCC unroll 4
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 8
    for (int j = 0; j < kColumns; ++j) store(sums[r] + j * kLanes, sum[r][j]);
  }
}

template <int kRows = kTileRows>
void dot_tile_of(Index rows, const DotProducts& p, const RowPair* pairs, const float* next) {
  if constexpr (kRows > 0) {
    if (rows == kRows) {
      dot_tile<kRows>(p, pairs, next);
    } else {
      dot_tile_of<kRows - 1>(rows, p, pairs, next);
    }
  }
}

// Cuts rows into tiles of nearly equal height.
void add(const DotProducts& p) {
  const Index tiles = (p.pair_count + kTileRows - 1) / kTileRows;
  for (Index t = 0, row = 0; t < tiles; ++t) {
    const Index rows = (p.pair_count - row + (tiles - t) - 1) / (tiles - t);
    dot_tile_of(rows, p, p.pairs + row, p.next + t % p.columns * p.b_row);
    row += rows;
  }
}

template <int half>
PIXELWISE_INLINE void fold(float* lanes) {
  for (int lane = 0; lane < half; ++lane) lanes[lane] += lanes[half + lane];
  if constexpr (half > 1) fold<half / 2>(lanes);
}

void add_lanes(float* sums, Index count, float* dots) {
  for (Index i = 0; i < count; ++i) {
    fold<kLanes / 2>(sums + i * kLanes);
    dots[i] = sums[i * kLanes];
  }
}

}  // namespace

namespace PIXELWISE_ISA {
extern const DotProductLoops kDotProductLoops = {
    .columns = kColumns, .add = add, .add_lanes = add_lanes};
}

}  // namespace pixelwise::kernels
