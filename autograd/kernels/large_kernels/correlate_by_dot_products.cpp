// Convolution with many weights and very few pixels, forward, by dot products.
//
// Idea: in weights and pixels the channels are neighbours, so both are read as vectors along the
// channels, and no weight is packed. Pixels are copied, so that they do not share one set of the L1
// cache.
// A task has some output channels: their weights of all taps are one piece of memory. A few of them
// at a time keep a vector of sums for each pixel, until all taps are added.
// Declines: channels that are no multiple of a vector (choice.cpp asks).
// Gains: fc6 at 7x7 takes 47 ms; with packed panels 61 ms.
#include <algorithm>

#include "autograd/buffer.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/large_kernels/dot_products.h"
#include "autograd/kernels/large_kernels/taps_inside.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kBlock = 512;    // k of a tap at a time: six columns of it are 12 KiB
constexpr Index kMaxGroups = 4;  // of columns in a task
constexpr Index kMinTasks = 8;
constexpr Index kSkew = 16;  // after each row of x: rows 4 KiB apart would share a set

struct DotProductSums {
  const Correlation& p;
  const TapsInside& taps;
  const std::vector<RowPair>& pairs;
  const float* x;  // [pixel][channels + kSkew]

  // Adds the products of one tap to sums[pixel of y][column][lane].
  void add_tap(const Tap& tap, Range columns, float* sums) const {
    const bool last_tap = &tap == &taps.all().back();
    for (Index c = 0; c < p.channels; c += kBlock) {
      const Index length = std::min(kBlock, p.channels - c);
      const float* weights = run_start(
          p.weights, {.u = tap.u, .v = tap.v, .channel = c, .channels = length}, columns.begin);
      const float* next = weights + length;
      if (last_tap && c + length == p.channels && columns.end < p.columns) {
        const Tap& first = taps.all().front();
        next = run_start(p.weights, {.u = first.u, .v = first.v, .channel = 0, .channels = length},
                         columns.end);
      }
      isa().dot_products->add({.a = x + c,
                               .a_row = p.channels + kSkew,
                               .pairs = pairs.data() + tap.first,
                               .pair_count = tap.pixels,
                               .b = weights,
                               .b_row = p.weights.column,
                               .columns = columns.size(),
                               .length = length,
                               .sums = sums,
                               .next = next});
    }
  }
};

}  // namespace

void correlate_by_dot_products(const Correlation& p, const TapsInside& taps) {
  const Index row = p.channels + kSkew;
  Buffer x(p.n * p.in_h * p.in_w * row);
  for (Index i = 0; i < p.n * p.in_h * p.in_w; ++i) {
    std::copy_n(p.x + i * p.x_pixel, p.channels, x.data() + i * row);
  }
  const std::vector<RowPair> pairs = taps.pairs();
  const DotProductSums products = {p, taps, pairs, x.data()};
  const Index width = isa().dot_products->columns, sums_size = taps.pixels() * width * isa().lanes;
  const Index groups = std::clamp<Index>(p.columns / (width * kMinTasks), 1, kMaxGroups);
  parallel_ranges(p.columns, groups * width, [&](Index begin, Index end) {
    Buffer sums(sums_size), dots(taps.pixels() * width);
    for (Index column = begin; column < end; column += width) {
      const Range columns = {column, std::min(end, column + width)};
      std::fill_n(sums.data(), sums_size, 0.0f);
      for (const Tap& tap : taps.all()) products.add_tap(tap, columns, sums.data());
      isa().dot_products->add_lanes(sums.data(), taps.pixels() * width, dots.data());
      taps.write(columns, dots.data(), width);
    }
  });
}

}  // namespace pixelwise::kernels
