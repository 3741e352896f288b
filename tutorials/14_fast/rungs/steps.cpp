#include "tutorials/14_fast/rungs/steps.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/parallel.h"
#include "base/random.h"
#include "tutorials/14_fast/rungs/vectors/loops.h"

namespace pixelwise {
namespace {

using rungs::Index;
using Floats = std::vector<float>;

Floats random_floats(Index size, std::uint64_t seed) {
  Rng rng(seed);
  Floats numbers(static_cast<std::size_t>(size));
  for (float& number : numbers) number = static_cast<float>(rng.uniform(-1, 1));
  return numbers;
}

// [n][rows][columns] to [n][columns][rows]: from channels first to channels last, or back.
Floats exchanged(const Floats& from, Index n, Index rows, Index columns) {
  Floats to(from.size());
  for (Index i = 0; i < n; ++i) {
    for (Index r = 0; r < rows; ++r) {
      for (Index c = 0; c < columns; ++c) {
        to[static_cast<std::size_t>((i * columns + c) * rows + r)] =
            from[static_cast<std::size_t>((i * rows + r) * columns + c)];
      }
    }
  }
  return to;
}

// A tile of r x c sums loads r + c numbers for r * c multiply-adds.
double tile_loads(const rungs::VectorLoops& loops) {
  const auto rows = static_cast<double>(loops.tile_rows);
  const auto columns = static_cast<double>(loops.tile_columns);
  return 4 * (rows + columns) / (rows * columns);
}

}  // namespace

std::vector<Step> steps(int last) {
  const double narrow = tile_loads(rungs::baseline_loops()),
               wide = tile_loads(rungs::widest_loops());
  // Winograd: 16 products instead of 36. The transforms load 16 numbers for each tile and channel,
  // of x and of the products; with 64 channels on both sides 64 pairs share them.
  const double winograd = 16.0 / 36 * wide + 4 * (16.0 + 16.0) / 36 / 64;
  std::vector<Step> all = {
      {.name = "the formula, not optimised", .run = rungs::plain_formula, .channels_first = true},
      {.name = "the formula", .run = rungs::formula, .channels_first = true, .loads = 8},  // x, w
      {.name = "channels last", .run = rungs::channels_last, .loads = 8},                  // x, w
      {.name = "outputs innermost", .run = rungs::outputs_inside, .loads = 8},             // y, w
      {.name = "im2col", .run = rungs::im2col, .loads = 8},                                // y, w
      {.name = "sums in registers", .run = rungs::registers, .loads = narrow},
      {.name = "wide vectors", .run = rungs::wide_vectors, .wide = true, .loads = wide},
      {.name = "Winograd",
       .run = rungs::winograd,
       .wide = true,
       .loads = winograd,
       .products = 16.0 / 36},
      {.name = "threads", .run = rungs::many_threads, .several_threads = true, .wide = true},
      {.name = "the library", .run = rungs::library, .several_threads = true, .wide = true},
  };
  if (!rungs::has_library()) all.pop_back();
  if (static_cast<int>(all.size()) > last) all.resize(static_cast<std::size_t>(last));
  for (std::size_t i = 0; i < all.size(); ++i) all[i].number = static_cast<int>(i) + 1;
  return all;
}

int several() { return std::min(2, threads()); }

ThreadScope::ThreadScope(int count) : before_(threads()) { set_threads(count); }
ThreadScope::~ThreadScope() { set_threads(before_); }

Problem::Problem(const rungs::Sizes& sizes)
    : s_(sizes),
      x_(random_floats(s_.n * s_.c * s_.h * s_.w, 1)),
      w_(random_floats(s_.o * s_.c * 9, 2)),
      x_last_(exchanged(x_, s_.n, s_.c, s_.h * s_.w)),
      w_last_(exchanged(w_, s_.o, s_.c, 9)),
      y_(static_cast<std::size_t>(s_.n * s_.o * s_.h * s_.w)) {}

void Problem::run(const Step& step, int workers) {
  const ThreadScope scope(workers > 0 ? workers : step.several_threads ? several() : 1);
  const Floats &x = step.channels_first ? x_ : x_last_, &w = step.channels_first ? w_ : w_last_;
  step.run(s_, x.data(), w.data(), y_.data());
}

std::vector<float> Problem::result(const Step& step, int workers) {
  std::fill(y_.begin(), y_.end(), std::numeric_limits<float>::quiet_NaN());
  run(step, workers);
  return step.channels_first ? exchanged(y_, s_.n, s_.o, s_.h * s_.w) : y_;
}

double relative_difference(const std::vector<float>& a, const std::vector<float>& b) {
  double difference = 0, largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double here = std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    if (std::isnan(here)) return std::numeric_limits<double>::infinity();
    difference = std::max(difference, here);
    largest = std::max(largest, std::abs(static_cast<double>(b[i])));
  }
  return difference / largest;
}

}  // namespace pixelwise
