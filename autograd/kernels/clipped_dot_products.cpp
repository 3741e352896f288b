// Convolution with many weights and very few pixels by dot products, see correlate_clipped.cpp.
//
// Idea: weights and pixels both have their k next to each other, so weights are not packed, and
// pixels only copied to where they do not meet in one set of the L1 cache. A task has some output
// channels, whose weights of all taps lie one after another; a few of them at a time keep their
// sums, a vector for each pixel and column, until all taps are added. Meanwhile what comes next is
// fetched from memory.
// Declines: lengths that are no multiple of a vector. Gains: see README.md.
#include "autograd/buffer.h"
#include "autograd/kernels/clipped_taps.h"
#include "autograd/kernels/isa.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kBlock = 512;    // k of a tap at a time: six columns of it are 12 KiB
constexpr Index kMaxGroups = 4;  // of columns in a task
constexpr Index kMinTasks = 8;
constexpr Index kSkew = 16;  // from row to row of x, or those 4 KiB apart would share a set

struct DotCorrelation {
  const Correlation& p;
  const ClippedTaps& taps;
  const std::vector<RowPair>& pairs;
  const float* x;  // [pixel][channels + kSkew]

  // Adds the products of one tap to sums[pixel of y][column][lane].
  void add(const Tap& tap, Range columns, float* sums) const {
    const bool last_tap = &tap == &taps.all().back();
    for (Index c = 0; c < p.channels; c += kBlock) {
      const Index length = std::min(kBlock, p.channels - c);
      const float* weights = run_start(p.weights, {tap.u, tap.v, c, length}, columns.begin);
      const float* next = weights + length;
      if (last_tap && c + length == p.channels && columns.end < p.columns) {
        const Tap& first = taps.all().front();
        next = run_start(p.weights, {first.u, first.v, 0, length}, columns.end);
      }
      isa().dot->add({.a = x + c,
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

void correlate_by_dot_products(const Correlation& p, const ClippedTaps& taps) {
  const Index row = p.channels + kSkew;
  Buffer x(p.n * p.h * p.w * row);
  for (Index i = 0; i < p.n * p.h * p.w; ++i) {
    std::copy_n(p.x + i * p.x_pixel, p.channels, x.data() + i * row);
  }
  const std::vector<RowPair> pairs = taps.pairs();
  const DotCorrelation correlation = {p, taps, pairs, x.data()};
  const Index width = isa().dot->columns, sums_size = taps.pixels() * width * isa().lanes;
  const Index groups = std::clamp<Index>(p.columns / (width * kMinTasks), 1, kMaxGroups);
  parallel_ranges(p.columns, groups * width, [&](Index begin, Index end) {
    Buffer sums(sums_size), dots(taps.pixels() * width);
    for (Index column = begin; column < end; column += width) {
      const Range columns = {column, std::min(end, column + width)};
      std::fill_n(sums.data(), sums_size, 0.0f);
      for (const Tap& tap : taps.all()) correlation.add(tap, columns, sums.data());
      isa().dot->add_lanes(sums.data(), taps.pixels() * width, dots.data());
      taps.write(columns, dots.data(), width);
    }
  });
}

}  // namespace pixelwise::kernels
