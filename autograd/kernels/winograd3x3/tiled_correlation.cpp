// 3x3 convolution, forward and backward data, in Winograd's domain.
//
// Idea: a tile of m x m outputs needs (m + 2) x (m + 2) inputs. In the domain (one_axis.h) each of
// these (m + 2)^2 positions is one product of matrices, [tiles, C] x [C, O].
// These matrices are larger than the caches, so they are made and used piece by piece:
//   many tiles: a task takes as many tiles as fit the L2 cache, and all filters pass by.
//   few tiles, many channels: a task takes 32 columns of filters, and all tiles pass by.
// Declines: see winograd_tile() in ../choice.cpp.
// Gains: 2.3 times direct/ (64 channels at 56x56: 462 GFLOP/s of the definition's operations).
#include <algorithm>
#include <vector>

#include "autograd/buffer.h"
#include "autograd/kernels/direct/microkernel.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/rounding.h"
#include "autograd/kernels/winograd3x3/tile_transforms.h"
#include "autograd/kernels/winograd3x3/winograd3x3.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kTileFloats = 128 * 1024;    // of transformed tiles in a task: 512 KiB
constexpr Index kFilterFloats = 384 * 1024;  // of transformed filters in a task
constexpr Index kMaxTiles = 112;
constexpr Index kMinTasks = 8;
constexpr Index kSkew = 16;  // so that positions do not share one set of the cache

// One matrix for each position of the domain, `apart` floats from one to the next.
struct Matrices {
  float* first;
  Index apart;
};

class TiledCorrelation {
 public:
  TiledCorrelation(const Correlation& p, int m);
  void run() const;

 private:
  void run_by_tiles() const;
  void run_by_columns() const;
  void transform_all_filters(float* filters) const;
  void transform_tiles(Range tiles, const Matrices& values) const;
  void transform_filters(Index panel, Range channels, const Matrices& filters) const;
  void multiply(Index tiles, Index panel, Range channels, const Matrices& values,
                const Matrices& filters, const Matrices& products) const;
  void transform_products(Range tiles, Index panel, const Matrices& products) const;

  Index panel_row(Index panel) const {
    return p_.columns - panel * panel_width_ <= isa_.lanes ? isa_.lanes : panel_width_;
  }
  Index panel_floats() const { return positions_ * p_.channels * panel_width_; }

  const Correlation& p_;
  const Isa& isa_;
  const TileTransforms& transforms_;
  Index positions_;
  Index tiles_h_, tiles_w_, tiles_;
  Index row_;  // floats per tile: channels, whole vectors
  Index panel_width_, panels_;
};

TiledCorrelation::TiledCorrelation(const Correlation& p, int m)
    : p_(p),
      isa_(isa()),
      transforms_(m == 2 ? *isa_.tiles_2x2 : *isa_.tiles_4x4),
      positions_((m + 2) * (m + 2)),
      tiles_h_(ceil_div(p.out_h, m)),
      tiles_w_(ceil_div(p.out_w, m)),
      tiles_(p.n * tiles_h_ * tiles_w_),
      row_(round_up(p.channels, isa_.lanes)),
      panel_width_(2 * isa_.lanes),
      panels_(ceil_div(p.columns, panel_width_)) {
  if (row_ % 512 == 0) row_ += kSkew;
}

void TiledCorrelation::run() const {
  const Index filters = positions_ * p_.channels * p_.columns;
  if (tiles_ < 64 && filters > 4 * kFilterFloats) {
    run_by_columns();
  } else {
    run_by_tiles();
  }
}

void TiledCorrelation::run_by_tiles() const {
  Buffer all_filters(panels_ * panel_floats());
  transform_all_filters(all_filters.data());
  Index count = std::clamp<Index>(kTileFloats / (positions_ * row_), 14, kMaxTiles);
  const Index tasks = std::max(ceil_div(tiles_, count), std::min(kMinTasks, ceil_div(tiles_, 14)));
  count = ceil_div(tiles_, tasks);
  parallel_ranges(tiles_, count, [&](Index begin, Index end) {
    const Range tiles = {begin, end};
    const Index values_apart = tiles.size() * row_ + kSkew;
    const Index products_apart = tiles.size() * panel_width_ + kSkew;
    Buffer values_buffer(positions_ * values_apart), products_buffer(positions_ * products_apart);
    const Matrices values = {values_buffer.data(), values_apart};
    const Matrices products = {products_buffer.data(), products_apart};
    transform_tiles(tiles, values);
    for (Index panel = 0; panel < panels_; ++panel) {
      const Matrices filters = {all_filters.data() + panel * panel_floats(),
                                p_.channels * panel_row(panel)};
      multiply(tiles.size(), panel, {0, p_.channels}, values, filters, products);
      transform_products(tiles, panel, products);
    }
  });
}

// filters[panel][position][channel][b_row].
void TiledCorrelation::transform_all_filters(float* filters) const {
  const Index pieces = std::max<Index>(1, std::min(p_.channels / 32, ceil_div(16, panels_)));
  parallel_for(panels_ * pieces, [&](Index task) {
    const Index panel = task / pieces, piece = task % pieces, b_row = panel_row(panel);
    const Range channels = {p_.channels * piece / pieces, p_.channels * (piece + 1) / pieces};
    transform_filters(
        panel, channels,
        {filters + panel * panel_floats() + channels.begin * b_row, p_.channels * b_row});
  });
}

void TiledCorrelation::run_by_columns() const {
  const Index values_apart = tiles_ * row_ + kSkew;
  Buffer values_buffer(positions_ * values_apart);
  const Matrices values = {values_buffer.data(), values_apart};
  parallel_ranges(tiles_, ceil_div(tiles_, kMinTasks), [&](Index begin, Index end) {
    transform_tiles({begin, end}, {values.first + begin * row_, values.apart});
  });
  const Index pieces = ceil_div(positions_ * p_.channels * panel_width_, kFilterFloats);
  const Index depth = ceil_div(p_.channels, pieces);
  parallel_for(panels_, [&](Index panel) {
    const Index filters_apart = depth * panel_row(panel) + kSkew;
    const Index products_apart = tiles_ * panel_width_ + kSkew;
    Buffer filters_buffer(positions_ * filters_apart), products_buffer(positions_ * products_apart);
    const Matrices filters = {filters_buffer.data(), filters_apart};
    const Matrices products = {products_buffer.data(), products_apart};
    for (Index c = 0; c < p_.channels; c += depth) {
      const Range channels = {c, std::min(p_.channels, c + depth)};
      transform_filters(panel, channels, filters);
      multiply(tiles_, panel, channels, values, filters, products);
    }
    transform_products({0, tiles_}, panel, products);
  });
}

void TiledCorrelation::transform_tiles(Range tiles, const Matrices& values) const {
  transforms_.input({.height = p_.in_h,
                     .width = p_.in_w,
                     .channels = p_.channels,
                     .pixel = p_.x_pixel,
                     .tiles_h = tiles_h_,
                     .tiles_w = tiles_w_,
                     .first_tile = tiles.begin,
                     .tiles = tiles.size(),
                     .origin_h = -p_.taps_h.first,
                     .origin_w = -p_.taps_w.first,
                     .position_stride = values.apart,
                     .tile_stride = row_,
                     .block = row_,
                     .block_stride = 0},
                    p_.x, values.first);
}

// Some channels of a panel: filters[position][channel][b_row].
void TiledCorrelation::transform_filters(Index panel, Range channels,
                                         const Matrices& filters) const {
  const Index column = panel * panel_width_, b_row = panel_row(panel);
  const Index columns = std::min(panel_width_, p_.columns - column);
  const Index size = channels.size() * b_row;
  WeightRun run = {.u = 0, .v = 0, .channel = channels.begin, .channels = channels.size()};
  TileFilters call = {.w = run_start(p_.weights, run, column),
                      .tap_h = p_.weights.tap_h,
                      .tap_w = p_.weights.tap_w,
                      .row = p_.weights.channel,
                      .rows = channels.size(),
                      .columns = b_row,
                      .position_stride = filters.apart};
  if (p_.weights.column == 1 && columns == b_row) {
    transforms_.filter(call, filters.first);
    return;
  }
  Buffer taps(9 * size);
  for (run.u = 0; run.u < 3; ++run.u) {
    for (run.v = 0; run.v < 3; ++run.v) {
      pack_run(p_.weights, run, column, columns, b_row, taps.data() + (run.u * 3 + run.v) * size);
    }
  }
  call.w = taps.data();
  call.tap_h = 3 * size;
  call.tap_w = size;
  call.row = b_row;
  transforms_.filter(call, filters.first);
}

// products = values filters for the first channels, += for the others; position by position.
void TiledCorrelation::multiply(Index tiles, Index panel, Range channels, const Matrices& values,
                                const Matrices& filters, const Matrices& products) const {
  const std::vector<float> zeros(static_cast<std::size_t>(panel_width_), 0.0f);
  const Segment segment = {channels.begin, channels.size()};
  const Index b_row = panel_row(panel);
  for (Index position = 0; position < positions_; ++position) {
    isa_.rows_by_panel({.a = values.first + position * values.apart,
                        .a_row = row_,
                        .segments = &segment,
                        .segment_count = 1,
                        .b = filters.first + position * filters.apart,
                        .b_row = b_row,
                        .c = products.first + position * products.apart,
                        .c_row = panel_width_,
                        .rows = tiles,
                        .columns = b_row,
                        .start = channels.begin == 0 ? zeros.data() : nullptr,
                        .next = filters.first + (position + 1) * filters.apart,
                        .next_step = b_row,
                        .next_jump = b_row});
  }
}

void TiledCorrelation::transform_products(Range tiles, Index panel,
                                          const Matrices& products) const {
  const Index column = panel * panel_width_;
  transforms_.output({.height = p_.out_h,
                      .width = p_.out_w,
                      .channels = std::min(panel_width_, p_.columns - column),
                      .pixel = p_.y_pixel,
                      .tiles_h = tiles_h_,
                      .tiles_w = tiles_w_,
                      .first_tile = tiles.begin,
                      .tiles = tiles.size(),
                      .origin_h = 0,
                      .origin_w = 0,
                      .position_stride = products.apart,
                      .tile_stride = panel_width_,
                      .block = panel_width_,
                      .block_stride = 0,
                      .floor = p_.floor},
                     products.first, p_.bias == nullptr ? nullptr : p_.bias + column,
                     p_.y + column);
}

}  // namespace

void winograd3x3_correlate(const Correlation& p, int m) { TiledCorrelation(p, m).run(); }

}  // namespace pixelwise::kernels
