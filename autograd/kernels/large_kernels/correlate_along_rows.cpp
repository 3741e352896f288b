// Kernels seven wide on small maps (fc6 of the VGG networks), by Winograd's method along rows.
//
// Idea: a 7x7 convolution is the sum over the 7 rows of its kernel, each a filter along one axis.
// F(4, 7) (row_transforms.cpp) needs 10 products where the filter needs 28. The sum over the
// kernel's rows is formed in the domain, without those outside the image. Why not tiles: on 16x16
// pixels, 64 tiles of rows share each transformed weight, but only 16 square tiles would. Tasks are
// cut as in correlate_tap_by_tap.cpp. Declines: see rows_pay() in ../choice.cpp. Gains: fc6 at
// 16x16: forward 1.6 times as fast, backward data twice.
#include <algorithm>

#include "autograd/buffer.h"
#include "autograd/kernels/direct/microkernel.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/large_kernels/large_kernels.h"
#include "autograd/kernels/large_kernels/row_transforms.h"
#include "autograd/kernels/large_kernels/taps_inside.h"
#include "autograd/kernels/rounding.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kDepth = 256;                                   // channels of a panel, forward
constexpr Index kMaxTaskChannels = 128, kMinTaskChannels = 32;  // in a task, backward data
constexpr Index kMinTasks = 8;
constexpr Index kSkew = 16;  // so that rows and points do not share one set of the cache

// Weights of one kernel row: a panel of columns, and channels [channel, channel + channels).
struct Part {
  Index u, channel, channels, column;
};

// Values in the domain: [point][row][...]. A row is a tile of a row of an image.
struct Domain {
  Domain(Index points, Index rows, Index row_floats)
      : row(row_floats + kSkew), point(rows * row + kSkew), values(points * point) {}
  Index row, point;
  Buffer values;
};

class CorrelationAlongRows {
 public:
  explicit CorrelationAlongRows(const Correlation& p);
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

  // The output rows for which row u of the kernel is inside the image.
  Range rows_of(Index u) const { return outputs_inside(p_.taps_h, u, p_.in_h, p_.out_h); }

  Index panel_row(Index column) const {
    return p_.columns - column <= isa_.lanes ? isa_.lanes : panel_width_;
  }

  const Correlation& p_;
  const Isa& isa_;
  const RowTransforms& transforms_;
  Index tiles_;  // in a row
  Index panel_width_;
};

CorrelationAlongRows::CorrelationAlongRows(const Correlation& p)
    : p_(p),
      isa_(isa()),
      transforms_(*isa_.row_transforms),
      tiles_(ceil_div(p.out_w, transforms_.m)),
      panel_width_(2 * isa_.lanes) {}

void CorrelationAlongRows::run() const {
  if (p_.weights.channel == 1) {
    run_by_columns();
  } else {
    run_by_channels();
  }
}

void CorrelationAlongRows::run_by_columns() const {
  const Index points = transforms_.points;
  Domain x(points, p_.n * p_.in_h * tiles_, p_.channels);
  parallel_for(p_.n * p_.in_h, [&](Index row) { transform_row(row, 0, p_.channels, x); });
  const Index depth = std::min(kDepth, p_.channels);
  parallel_ranges(p_.columns, panel_width_, [&](Index begin, Index end) {
    const Index b_row = panel_row(begin);
    Buffer taps(transforms_.taps * depth * b_row), weights(points * depth * b_row);
    Domain sums(points, p_.n * p_.out_h * tiles_, b_row);
    std::fill_n(sums.values.data(), points * sums.point, 0.0f);
    for (Index c = 0; c < p_.channels; c += depth) {  // this part of x stays in the L2 cache
      for (Index u = 0; u < p_.taps_h.count; ++u) {
        if (rows_of(u).size() == 0) continue;
        const Part part = {
            .u = u, .channel = c, .channels = std::min(depth, p_.channels - c), .column = begin};
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

void CorrelationAlongRows::run_by_channels() const {
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
    Domain x(points, p_.n * p_.in_h * tiles_, channels);
    for (Index row = 0; row < p_.n * p_.in_h; ++row) transform_row(row, channel, channels, x);
    Domain sums(points, p_.n * p_.out_h * tiles_, columns);
    std::fill_n(sums.values.data(), points * sums.point, 0.0f);
    for (Index u = 0; u < p_.taps_h.count; ++u) {
      if (rows_of(u).size() == 0) continue;
      for (Index column = 0; column < p_.columns; column += panel_width_) {
        const Part part = {.u = u, .channel = channel, .channels = channels, .column = column};
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
void CorrelationAlongRows::transform_row(Index row, Index channel, Index channels,
                                         Domain& x) const {
  transforms_.input({.width = p_.in_w,
                     .pixel = p_.x_pixel,
                     .first = p_.taps_w.first,
                     .tiles = tiles_,
                     .channels = channels,
                     .point_stride = x.point,
                     .tile_stride = x.row},
                    p_.x + row * p_.in_w * p_.x_pixel + channel,
                    x.values.data() + row * tiles_ * x.row);
}

// points[point][channel][b_row]; `taps` has room for the weights of the seven taps.
void CorrelationAlongRows::transform_weights(const Part& part, float* taps, float* points) const {
  const Index b_row = panel_row(part.column), size = part.channels * b_row;
  const Index columns = std::min(panel_width_, p_.columns - part.column);
  WeightRun run = {.u = part.u, .v = 0, .channel = part.channel, .channels = part.channels};
  RowFilters filters = {.w = run_start(p_.weights, run, part.column),
                        .tap = p_.weights.tap_w,
                        .row = p_.weights.channel,
                        .rows = part.channels,
                        .columns = b_row,
                        .point_stride = size};
  if (p_.weights.column != 1 || columns != b_row) {
    for (; run.v < transforms_.taps; ++run.v) {
      pack_run(p_.weights, run, part.column, columns, b_row, taps + run.v * size);
    }
    filters.w = taps;
    filters.tap = size;
    filters.row = b_row;
  }
  transforms_.filter(filters, points);
}

// sums += x weights, point by point, over the rows for which row u of the kernel is inside.
void CorrelationAlongRows::multiply(const Part& part, const Domain& x, Index x_channel,
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
      call.a = x.values.data() + point * x.point + (n * p_.in_h + from) * tiles_ * x.row;
      call.c = sums.values.data() + point * sums.point +
               (n * p_.out_h + rows.begin) * tiles_ * sums.row + sums_column;
      isa_.rows_by_panel(call);
    }
  }
}

// y[pixel] of one row of one image, from `columns` of the sums.
void CorrelationAlongRows::transform_sums(Index row, Index columns, const Domain& sums,
                                          const float* bias, float floor, float* y,
                                          Index y_pixel) const {
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

void correlate_along_rows(const Correlation& p) { CorrelationAlongRows(p).run(); }

}  // namespace pixelwise::kernels
