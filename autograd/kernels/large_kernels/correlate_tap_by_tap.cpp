// Convolution with many weights and few pixels: fc6 and fc7 of the VGG networks. In fc6, 7x7 on 7x7
// with padding 3, 43 % of all products also have a zero in them.
//
// Idea: each tap is a product of matrices by itself, [pixels, C] x [C, O], with only the pixels for
// which it is inside the image.
// With so few pixels, the time goes into reading the weights. A task reads its part of them once,
// in long runs of memory.
// Declines: many pixels, few channels; see tap_by_tap_pays() in ../choice.cpp.
// Gains: 57 % of the products for 7x7 on 7x7. fc6 there takes 48 ms forward (PyTorch: 251 ms).
#include <algorithm>
#include <vector>

#include "autograd/buffer.h"
#include "autograd/kernels/direct/microkernel.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/large_kernels/large_kernels.h"
#include "autograd/kernels/large_kernels/taps_inside.h"
#include "autograd/kernels/rounding.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kPanelDepth = 256;    // k of a packed panel: 32 KiB
constexpr Index kSplitChannels = 64;  // channels in a task, backward data
constexpr Index kSkew = 16;           // so that rows do not share one set of the cache

// Forward, a task has some output channels: their weights of all taps are one piece of memory.
// Backward data, a task has some channels of dy. The tasks' results are added up in their order.
class TapByTap {
 public:
  explicit TapByTap(const Correlation& p) : p_(p), isa_(isa()), taps_(p) {}
  void run() const;

 private:
  void run_by_columns() const;
  void add_rows(const Tap& tap, const WeightRun& run, Index column, const float* panel, Index b_row,
                float* sums) const;
  void run_by_channels() const;
  void gather(const Tap& tap, Index channel, Index channels, float* rows) const;
  void multiply(const Tap& tap, const float* rows, const WeightRun& run, Index column,
                Index columns, float* panel, float* product) const;
  void add(const Tap& tap, const float* product, Index columns, float* sums) const;
  Index panel_row(Index columns) const { return columns <= isa_.lanes ? isa_.lanes : panel_width_; }

  const Correlation& p_;
  const Isa& isa_;
  const TapsInside taps_;
  const Index panel_width_ = 2 * isa_.lanes;
};

void TapByTap::run() const {
  if (p_.weights.channel == 1 && taps_.pixels() <= kMaxDotProductPixels) {
    correlate_by_dot_products(p_, taps_);
  } else if (p_.weights.channel == 1) {
    run_by_columns();
  } else {
    run_by_channels();
  }
}

// Forward, more pixels: a task packs the weights of a panel of output channels, tap by tap. They
// stay in the L1 cache while all rows of the image pass by. x is read in place.
void TapByTap::run_by_columns() const {
  const Index depth = std::min(kPanelDepth, p_.channels);
  parallel_ranges(p_.columns, panel_width_, [&](Index begin, Index end) {
    const Index b_row = panel_row(end - begin);
    Buffer panel(depth * b_row), sums(taps_.pixels() * b_row);
    std::fill_n(sums.data(), taps_.pixels() * b_row, 0.0f);
    for (const Tap& tap : taps_.all()) {
      for (Index c = 0; c < p_.channels; c += depth) {
        const WeightRun run = {
            .u = tap.u, .v = tap.v, .channel = c, .channels = std::min(depth, p_.channels - c)};
        pack_run(p_.weights, run, begin, end - begin, b_row, panel.data());
        add_rows(tap, run, begin, panel.data(), b_row, sums.data());
      }
    }
    taps_.write({begin, end}, sums.data(), b_row);
  });
}

// sums[pixel of y][b_row] += x panel, for every row under the tap. The weights after the run are
// fetched meanwhile.
void TapByTap::add_rows(const Tap& tap, const WeightRun& run, Index column, const float* panel,
                        Index b_row, float* sums) const {
  const Segment segment = {run.channel, run.channels};
  WeightRun next = run;
  next.channel += run.channels;
  RowsByPanel call = {.a = nullptr,
                      .a_row = p_.taps_w.step * p_.x_pixel,
                      .segments = &segment,
                      .segment_count = 1,
                      .b = panel,
                      .b_row = b_row,
                      .c = nullptr,
                      .c_row = b_row,
                      .rows = tap.j.size(),
                      .columns = b_row,
                      .start = nullptr,
                      .next = nullptr,
                      .next_step = 0,
                      .next_jump = 0};
  Index turn = 0;
  taps_.for_each_row(tap, [&](Index from, Index to) {
    fetch_meanwhile(p_.weights, next, column, turn++, call);
    call.a = p_.x + from * p_.x_pixel;
    call.c = sums + to * b_row;
    isa_.rows_by_panel(call);
  });
}

void TapByTap::run_by_channels() const {
  const Index size = taps_.pixels() * p_.columns;
  const Index tasks = ceil_div(p_.channels, kSplitChannels);
  Buffer sums(tasks * size);
  parallel_for(tasks, [&](Index task) {
    const Index channel = task * kSplitChannels;
    const Index channels = std::min(kSplitChannels, p_.channels - channel);
    float* own = sums.data() + task * size;
    std::fill_n(own, size, 0.0f);
    Buffer panel(channels * panel_width_), product(taps_.most_pixels() * panel_width_);
    Buffer rows(taps_.tap_pixels() * (channels + kSkew));
    for (const Tap& tap : taps_.all()) {
      const WeightRun run = {.u = tap.u, .v = tap.v, .channel = channel, .channels = channels};
      gather(tap, channel, channels, rows.data());
      for (Index column = 0; column < p_.columns; column += panel_width_) {
        const Index columns = std::min(panel_width_, p_.columns - column);
        multiply(tap, rows.data(), run, column, columns, panel.data(), product.data());
        add(tap, product.data(), columns, own + column);
      }
    }
  });
  add_results(p_, sums.data(), tasks);
}

// rows[pixel of the tap][channels + kSkew] from x.
void TapByTap::gather(const Tap& tap, Index channel, Index channels, float* rows) const {
  float* to = rows + tap.first * (channels + kSkew);
  taps_.for_each_pixel(tap, [&](Index from, Index) {
    std::copy_n(p_.x + from * p_.x_pixel + channel, channels, to);
    to += channels + kSkew;
  });
}

// product[pixel of the tap][panel_width] = rows times the weights of a run.
void TapByTap::multiply(const Tap& tap, const float* rows, const WeightRun& run, Index column,
                        Index columns, float* panel, float* product) const {
  const std::vector<float> zeros(static_cast<std::size_t>(panel_width_), 0.0f);
  const Segment segment = {0, run.channels};
  const float* weights = run_start(p_.weights, run, column);
  RowsByPanel call = {.a = rows + tap.first * (run.channels + kSkew),
                      .a_row = run.channels + kSkew,
                      .segments = &segment,
                      .segment_count = 1,
                      .b = weights,
                      .b_row = p_.weights.channel,
                      .c = product,
                      .c_row = panel_width_,
                      .rows = tap.pixels,
                      .columns = columns,
                      .start = zeros.data(),
                      .next = weights + p_.weights.tap_w,
                      .next_step = p_.weights.channel,
                      .next_jump = p_.weights.channel};
  if (columns % isa_.lanes != 0) {  // else the weights can be used as they are
    call.b = panel;
    call.b_row = call.columns = panel_row(columns);
    pack_run(p_.weights, run, column, columns, call.b_row, panel);
  }
  isa_.rows_by_panel(call);
}

// sums[pixel of y][p_.columns] += product[pixel of the tap][columns].
void TapByTap::add(const Tap& tap, const float* product, Index columns, float* sums) const {
  taps_.for_each_pixel(tap, [&](Index, Index pixel) {
    float* to = sums + pixel * p_.columns;
    for (Index j = 0; j < columns; ++j) to[j] += product[j];
    product += panel_width_;
  });
}

}  // namespace

void correlate_tap_by_tap(const Correlation& p) { TapByTap(p).run(); }

}  // namespace pixelwise::kernels
