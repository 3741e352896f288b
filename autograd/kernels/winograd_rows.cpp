// Kernels seven wide on small maps, fc6 of the VGG networks: Winograd's method along rows.
//
// Idea: a convolution is the sum of its kernel's rows, each a filter of seven taps along one axis.
// F(4, 7) (winograd_row_transforms.cpp) does those with 10 products for 28; the rows themselves
// stay as they are, so those outside the image are left out, and the sum over them is formed in
// Winograd's domain. There each point is a product of matrices [tiles of all rows, C] x [C, O]: on
// 16x16 pixels 64 rows share a transformed weight, where two-dimensional tiles would be 16.
// Weights are read from memory once, and transformed into the cache as much as a task needs next.
// As in correlate_clipped.cpp, a task has some columns where a column's weights lie together
// (forward) and some channels where a channel's do (backward data), whose results are added up in
// order. Declines: see winograd_rows_pay(). Gains: README.md.
#include <algorithm>

#include "autograd/buffer.h"
#include "autograd/kernels/clipped_taps.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/mode.h"
#include "autograd/kernels/rounding.h"
#include "autograd/kernels/winograd.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kMinChannels = 64;
constexpr Index kMinWidth = 8;      // narrower maps fill no tiles, and clipping saves more
constexpr Index kMinPixels = 128;   // fewer do not repay the transformed weights
constexpr Index kMaxPixels = 1024;  // more leave the L2 cache
constexpr Index kDepth = 256;       // channels of a panel, forward
constexpr Index kMaxTaskChannels = 128, kMinTaskChannels = 32;  // in a task, backward data
constexpr Index kMinTasks = 8;
constexpr Index kSkew = 16;  // keeps rows and points from meeting in one set of the cache

// Weights of one kernel row: a panel of columns, and channels [channel, channel + channels).
struct Part {
  Index u, channel, channels, column;
};

// Values in the domain: [point][row][...], rows being tiles of all image rows.
struct Domain {
  Domain(Index points, Index rows, Index row_floats)
      : row(row_floats + kSkew), point(rows * row + kSkew), values(points * point) {}
  Index row, point;
  Buffer values;
};

class RowConvolution {
 public:
  explicit RowConvolution(const Correlation& p);
  void run() const;

 private:
  void run_by_columns() const;
  void run_by_channels() const;
  void transform_row(Index row, Index channel, Index channels, Domain& x) const;
  void transform_weights(const Part& part, float* taps, float* points) const;
  void multiply(const Part& part, const Domain& x, Index x_channel, const float* weights,
                Domain& sums, Index sums_column) const;
  void transform_sums(Index row, Index columns, const Domain& sums, const float* bias, float floor,
                      float* y, Index y_pixel) const;

  // The output rows for which row u of the kernel lies inside the image.
  Range rows_of(Index u) const { return inside(p_.taps_h, u, p_.h, p_.out_h); }

  Index panel_row(Index column) const {
    return p_.columns - column <= isa_.lanes ? isa_.lanes : panel_width_;
  }

  const Correlation& p_;
  const Isa& isa_;
  const WinogradRowTransforms& transforms_;
  Index tiles_;  // in a row
  Index panel_width_;
};

RowConvolution::RowConvolution(const Correlation& p)
    : p_(p),
      isa_(isa()),
      transforms_(*isa_.winograd_rows),
      tiles_(ceil_div(p.out_w, transforms_.m)),
      panel_width_(2 * isa_.lanes) {}

void RowConvolution::run() const {
  if (p_.weights.channel == 1) {
    run_by_columns();
  } else {
    run_by_channels();
  }
}

void RowConvolution::run_by_columns() const {
  const Index points = transforms_.points;
  Domain x(points, p_.n * p_.h * tiles_, p_.channels);
  parallel_for(p_.n * p_.h, [&](Index row) { transform_row(row, 0, p_.channels, x); });
  const Index depth = std::min(kDepth, p_.channels);
  parallel_ranges(p_.columns, panel_width_, [&](Index begin, Index end) {
    const Index b_row = panel_row(begin);
    Buffer taps(transforms_.taps * depth * b_row), weights(points * depth * b_row);
    Domain sums(points, p_.n * p_.out_h * tiles_, b_row);
    std::fill_n(sums.values.data(), points * sums.point, 0.0f);
    for (Index c = 0; c < p_.channels; c += depth) {  // of x, which then stay in the L2 cache
      for (Index u = 0; u < p_.taps_h.count; ++u) {
        if (rows_of(u).size() == 0) continue;
        const Part part = {u, c, std::min(depth, p_.channels - c), begin};
        transform_weights(part, taps.data(), weights.data());
        multiply(part, x, c, weights.data(), sums, 0);
      }
    }
    for (Index row = 0; row < p_.n * p_.out_h; ++row) {
      transform_sums(
          row, end - begin, sums, p_.bias == nullptr ? nullptr : p_.bias + begin, p_.floor,
          p_.y + row / p_.out_h * p_.y_image + row % p_.out_h * p_.y_row + begin, p_.y_pixel);
    }
  });
}

void RowConvolution::run_by_channels() const {
  const Index points = transforms_.points;
  const Index columns = round_up(p_.columns, panel_width_);
  const Index size = p_.n * p_.out_h * p_.out_w * p_.columns;
  const Index share = round_up(ceil_div(p_.channels, kMinTasks), isa_.lanes);
  const Index task_channels = std::clamp(share, kMinTaskChannels, kMaxTaskChannels);
  const Index tasks = ceil_div(p_.channels, task_channels);
  Buffer results(tasks * size);
  parallel_for(tasks, [&](Index task) {
    const Index channel = task * task_channels;
    const Index channels = std::min(task_channels, p_.channels - channel);
    Buffer taps(transforms_.taps * channels * panel_width_),
        weights(points * channels * panel_width_);
    Domain x(points, p_.n * p_.h * tiles_, channels);
    for (Index row = 0; row < p_.n * p_.h; ++row) transform_row(row, channel, channels, x);
    Domain sums(points, p_.n * p_.out_h * tiles_, columns);
    std::fill_n(sums.values.data(), points * sums.point, 0.0f);
    for (Index u = 0; u < p_.taps_h.count; ++u) {
      if (rows_of(u).size() == 0) continue;
      for (Index column = 0; column < p_.columns; column += panel_width_) {
        const Part part = {u, channel, channels, column};
        transform_weights(part, taps.data(), weights.data());
        multiply(part, x, 0, weights.data(), sums, column);
      }
    }
    for (Index row = 0; row < p_.n * p_.out_h; ++row) {
      transform_sums(row, p_.columns, sums, nullptr, kNoFloor,
                     results.data() + task * size + row * p_.out_w * p_.columns, p_.columns);
    }
  });
  add_results(p_, results.data(), tasks);
}

// One row of one image, channels [channel, channel + channels).
void RowConvolution::transform_row(Index row, Index channel, Index channels, Domain& x) const {
  transforms_.input({.width = p_.w,
                     .pixel = p_.x_pixel,
                     .first = p_.taps_w.first,
                     .tiles = tiles_,
                     .channels = channels,
                     .point_stride = x.point,
                     .tile_stride = x.row},
                    p_.x + row * p_.w * p_.x_pixel + channel,
                    x.values.data() + row * tiles_ * x.row);
}

// points[point][channel][b_row]; `taps` has room for the weights of the seven taps.
void RowConvolution::transform_weights(const Part& part, float* taps, float* points) const {
  const Index b_row = panel_row(part.column), size = part.channels * b_row;
  const Index columns = std::min(panel_width_, p_.columns - part.column);
  WinogradFilters filters = {
      .w = run_start(p_.weights, {part.u, 0, part.channel, part.channels}, part.column),
      .tap_h = 0,
      .tap_w = p_.weights.tap_w,
      .row = p_.weights.channel,
      .rows = part.channels,
      .columns = b_row,
      .position_stride = size};
  if (p_.weights.column != 1 || columns != b_row) {
    for (Index v = 0; v < transforms_.taps; ++v) {
      pack_run(p_.weights, {part.u, v, part.channel, part.channels}, part.column, columns, b_row,
               taps + v * size);
    }
    filters.w = taps;
    filters.tap_w = size;
    filters.row = b_row;
  }
  transforms_.filter(filters, points);
}

// sums += x weights, point by point, over the rows for which row u of the kernel lies inside.
void RowConvolution::multiply(const Part& part, const Domain& x, Index x_channel,
                              const float* weights, Domain& sums, Index sums_column) const {
  const Range rows = rows_of(part.u);
  const Index from = rows.begin + p_.taps_h.first + part.u * p_.taps_h.spacing;  // row of x
  const Index b_row = panel_row(part.column);
  const Segment segment = {x_channel, part.channels};
  for (Index point = 0; point < transforms_.points; ++point) {
    RowsByPanel call = {.a = nullptr,
                        .a_row = x.row,
                        .segments = &segment,
                        .segment_count = 1,
                        .b = weights + point * part.channels * b_row,
                        .b_row = b_row,
                        .c = nullptr,
                        .c_row = sums.row,
                        .rows = rows.size() * tiles_,
                        .columns = b_row,
                        .start = nullptr,
                        .next = weights + (point + 1) * part.channels * b_row,
                        .next_step = b_row,
                        .next_jump = b_row};
    for (Index n = 0; n < p_.n; ++n) {
      call.a = x.values.data() + point * x.point + (n * p_.h + from) * tiles_ * x.row;
      call.c = sums.values.data() + point * sums.point +
               (n * p_.out_h + rows.begin) * tiles_ * sums.row + sums_column;
      isa_.rows_by_panel(call);
    }
  }
}

// y[pixel] of one row of one image, from `columns` of the sums.
void RowConvolution::transform_sums(Index row, Index columns, const Domain& sums, const float* bias,
                                    float floor, float* y, Index y_pixel) const {
  transforms_.output({.width = p_.out_w,
                      .pixel = y_pixel,
                      .first = 0,
                      .tiles = tiles_,
                      .channels = columns,
                      .point_stride = sums.point,
                      .tile_stride = sums.row,
                      .floor = floor},
                     sums.values.data() + row * tiles_ * sums.row, bias, y);
}

}  // namespace

bool winograd_rows_fit(const Taps& taps, Index channels, Index out_w, Index pixels) {
  return mode() == Mode::fast && taps.count == isa().winograd_rows->taps && taps.spacing == 1 &&
         taps.step == 1 && channels >= kMinChannels && channels % isa().lanes == 0 &&
         out_w >= kMinWidth && pixels >= kMinPixels && pixels <= kMaxPixels;
}

bool winograd_rows_pay(const Correlation& p) {
  return p.taps_h.step == 1 &&
         winograd_rows_fit(p.taps_w, p.channels, p.out_w, p.n * p.out_h * p.out_w);
}

void winograd_rows(const Correlation& p) { RowConvolution(p).run(); }

}  // namespace pixelwise::kernels
