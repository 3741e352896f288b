// 3x3 convolution, forward and backward data, in Winograd's domain.
//
// Idea: tiles of m x m outputs overlap in (m + 2) x (m + 2) inputs; in the domain (winograd_1d.h)
// each of the (m + 2)^2 positions is a product of matrices [tiles, C] x [C, O]. What decides the
// speed is where these matrices live, so nothing is ever transformed as a whole unless it is small:
//   many tiles: a task takes as many tiles as fit the L2 cache; all filters are transformed first
//     and stream by, 32 columns at a time; products are transformed back while in the cache.
//   few tiles, many channels: a task takes 32 columns and transforms their filters into the cache,
//     some channels at a time; the tiles, transformed first, stream by.
// Declines: see winograd_tile(). Gains: see README.md.
#include <algorithm>
#include <vector>

#include "autograd/buffer.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/rounding.h"
#include "autograd/kernels/winograd.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kTileFloats = 128 * 1024;    // of transformed tiles in a task: 512 KiB
constexpr Index kFilterFloats = 384 * 1024;  // of transformed filters in a task
constexpr Index kMaxTiles = 112;
constexpr Index kMinTasks = 8;
constexpr Index kSkew = 16;  // keeps positions from meeting in one set of the cache

class Plan {
 public:
  Plan(const WinogradConv& p, int m);
  void run() const;

 private:
  void run_by_tiles() const;
  void run_by_columns() const;
  void transform_tiles(Index first, Index count, Index position_stride, float* values) const;
  void transform_filters(Index panel, Index c0, Index c1, Index position_stride,
                         float* values) const;
  void multiply(Index tiles, const float* values, Index values_position, const float* filters,
                Index filters_position, Index c0, Index c1, Index b_row, bool first,
                float* products, Index products_position) const;
  void transform_products(Index first, Index count, Index panel, const float* products,
                          Index position_stride) const;

  Index panel_row(Index panel) const {
    return p_.columns - panel * panel_width_ <= isa_.lanes ? isa_.lanes : panel_width_;
  }

  const WinogradConv& p_;
  const Isa& isa_;
  const WinogradTransforms& transforms_;
  Index positions_;
  Index tiles_h_, tiles_w_, tiles_;
  Index row_;  // floats per tile: channels, whole vectors
  Index panel_width_, panels_;
};

Plan::Plan(const WinogradConv& p, int m)
    : p_(p),
      isa_(isa()),
      transforms_(m == 2 ? *isa_.winograd_2 : *isa_.winograd_4),
      positions_((m + 2) * (m + 2)),
      tiles_h_(ceil_div(p.out_h, m)),
      tiles_w_(ceil_div(p.out_w, m)),
      tiles_(p.n * tiles_h_ * tiles_w_),
      row_(round_up(p.channels, isa_.lanes)),
      panel_width_(2 * isa_.lanes),
      panels_(ceil_div(p.columns, panel_width_)) {
  if (row_ % 512 == 0) row_ += kSkew;
}

void Plan::run() const {
  const Index filters = positions_ * p_.channels * p_.columns;
  if (tiles_ < 64 && filters > 4 * kFilterFloats) {
    run_by_columns();
  } else {
    run_by_tiles();
  }
}

void Plan::run_by_tiles() const {
  // All filters: [panel][position][channel][b_row].
  const Index panel_floats = positions_ * p_.channels * panel_width_;
  Buffer filters(panels_ * panel_floats);
  const Index pieces = std::max<Index>(1, std::min(p_.channels / 32, ceil_div(16, panels_)));
  parallel_for(panels_ * pieces, [&](Index task) {
    const Index panel = task / pieces, piece = task % pieces;
    const Index c0 = p_.channels * piece / pieces, c1 = p_.channels * (piece + 1) / pieces;
    transform_filters(panel, c0, c1, p_.channels * panel_row(panel),
                      filters.data() + panel * panel_floats + c0 * panel_row(panel));
  });

  Index count = std::clamp<Index>(kTileFloats / (positions_ * row_), 14, kMaxTiles);
  const Index tasks = std::max(ceil_div(tiles_, count), std::min(kMinTasks, ceil_div(tiles_, 14)));
  count = ceil_div(tiles_, tasks);
  parallel_ranges(tiles_, count, [&](Index begin, Index end) {
    const Index tiles = end - begin;
    const Index values_position = tiles * row_ + kSkew;
    const Index products_position = tiles * panel_width_ + kSkew;
    Buffer values(positions_ * values_position);
    Buffer products(positions_ * products_position);
    transform_tiles(begin, tiles, values_position, values.data());
    for (Index panel = 0; panel < panels_; ++panel) {
      multiply(tiles, values.data(), values_position, filters.data() + panel * panel_floats,
               p_.channels * panel_row(panel), 0, p_.channels, panel_row(panel), true,
               products.data(), products_position);
      transform_products(begin, tiles, panel, products.data(), products_position);
    }
  });
}

void Plan::run_by_columns() const {
  const Index values_position = tiles_ * row_ + kSkew;
  Buffer values(positions_ * values_position);
  parallel_ranges(tiles_, ceil_div(tiles_, kMinTasks), [&](Index begin, Index end) {
    transform_tiles(begin, end - begin, values_position, values.data() + begin * row_);
  });
  const Index pieces = ceil_div(positions_ * p_.channels * panel_width_, kFilterFloats);
  const Index depth = ceil_div(p_.channels, pieces);
  parallel_for(panels_, [&](Index panel) {
    const Index b_row = panel_row(panel);
    const Index filters_position = depth * b_row + kSkew;
    const Index products_position = tiles_ * panel_width_ + kSkew;
    Buffer filters(positions_ * filters_position);
    Buffer products(positions_ * products_position);
    for (Index c0 = 0; c0 < p_.channels; c0 += depth) {
      const Index c1 = std::min(p_.channels, c0 + depth);
      transform_filters(panel, c0, c1, filters_position, filters.data());
      multiply(tiles_, values.data(), values_position, filters.data(), filters_position, c0, c1,
               b_row, c0 == 0, products.data(), products_position);
    }
    transform_products(0, tiles_, panel, products.data(), products_position);
  });
}

void Plan::transform_tiles(Index first, Index count, Index position_stride, float* values) const {
  transforms_.input({.h = p_.h,
                     .w = p_.w,
                     .channels = p_.channels,
                     .pixel = p_.channels,
                     .tiles_h = tiles_h_,
                     .tiles_w = tiles_w_,
                     .first_tile = first,
                     .tiles = count,
                     .origin_h = p_.padding_h,
                     .origin_w = p_.padding_w,
                     .position_stride = position_stride,
                     .tile_stride = row_,
                     .block = row_,
                     .block_stride = 0},
                    p_.x, values);
}

// Channels [c0, c1) of a panel: values[position][c - c0][b_row].
void Plan::transform_filters(Index panel, Index c0, Index c1, Index position_stride,
                             float* values) const {
  const Index column = panel * panel_width_;
  const Index columns = std::min(panel_width_, p_.columns - column);
  const Index b_row = panel_row(panel);
  WinogradFilters filters = {
      .w = p_.weights.data + column * p_.weights.column + c0 * p_.weights.channel,
      .tap_h = p_.weights.tap_h,
      .tap_w = p_.weights.tap_w,
      .row = p_.weights.channel,
      .rows = c1 - c0,
      .columns = b_row,
      .position_stride = position_stride};
  if (p_.weights.column == 1 && columns == b_row) {
    transforms_.filter(filters, values);
    return;
  }
  const Index size = (c1 - c0) * b_row;
  Buffer taps(9 * size);
  for (Index u = 0; u < 3; ++u) {
    for (Index v = 0; v < 3; ++v) {
      pack_run(p_.weights, {u, v, c0, c1 - c0}, column, columns, b_row,
               taps.data() + (u * 3 + v) * size);
    }
  }
  filters.w = taps.data();
  filters.tap_h = 3 * size;
  filters.tap_w = size;
  filters.row = b_row;
  transforms_.filter(filters, values);
}

// products (+)= values filters, position by position; filters hold channels [c0, c1).
void Plan::multiply(Index tiles, const float* values, Index values_position, const float* filters,
                    Index filters_position, Index c0, Index c1, Index b_row, bool first,
                    float* products, Index products_position) const {
  const std::vector<float> zeros(static_cast<std::size_t>(panel_width_), 0.0f);
  const Segment segment = {c0, c1 - c0};
  for (Index position = 0; position < positions_; ++position) {
    isa_.rows_by_panel({.a = values + position * values_position,
                        .a_row = row_,
                        .segments = &segment,
                        .segment_count = 1,
                        .b = filters + position * filters_position,
                        .b_row = b_row,
                        .c = products + position * products_position,
                        .c_row = panel_width_,
                        .rows = tiles,
                        .columns = b_row,
                        .start = first ? zeros.data() : nullptr,
                        .next = filters + (position + 1) * filters_position,
                        .next_step = b_row,
                        .next_jump = b_row});
  }
}

void Plan::transform_products(Index first, Index count, Index panel, const float* products,
                              Index position_stride) const {
  const Index column = panel * panel_width_;
  transforms_.output({.h = p_.out_h,
                      .w = p_.out_w,
                      .channels = std::min(panel_width_, p_.columns - column),
                      .pixel = p_.columns,
                      .tiles_h = tiles_h_,
                      .tiles_w = tiles_w_,
                      .first_tile = first,
                      .tiles = count,
                      .origin_h = 0,
                      .origin_w = 0,
                      .position_stride = position_stride,
                      .tile_stride = panel_width_,
                      .block = panel_width_,
                      .block_stride = 0,
                      .floor = p_.floor},
                     products, p_.bias == nullptr ? nullptr : p_.bias + column, p_.y + column);
}

}  // namespace

void winograd_conv(const WinogradConv& p, int m) { Plan(p, m).run(); }

}  // namespace pixelwise::kernels
