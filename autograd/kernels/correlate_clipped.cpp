// Convolution with many weights and few pixels: fc6 and fc7 of the VGG networks. In fc6, 7x7 on 7x7
// with padding 3, 43 % of all products also have a zero in them.
//
// Idea: each tap is a product of matrices by itself, [pixels, C] x [C, O], over just those pixels
// for which it lies inside the image. With so few pixels the time goes into reading the weights
// once, so tasks cut them such that each reads them in long runs. Forward, by output channels,
// whose weights lie along k as the pixels do: dot products of vectors, nothing is packed
// (clipped_dot_products.cpp); or, if there are pixels enough to repay it, packed panels, tap by
// tap. Backward (where a channel's weights of all taps lie together), by dy's channels, with sums
// that are added up in order. Declines: many pixels; small C; see clipping_pays(). Gains: see
// README.md.
#include <vector>

#include "autograd/buffer.h"
#include "autograd/kernels/clipped_taps.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/rounding.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kMinChannels = 64;
constexpr Index kMaxPixels = 1024;
constexpr Index kHugeWeights = 20 << 20;
constexpr Index kMaxDotInput = 320 * 1024;  // floats of x: they stay in the L2 cache
constexpr Index kFewPixels = 112;           // for which packing weights costs more than it gains
constexpr Index kPanelDepth = 256;          // k of a packed panel: 32 KiB
constexpr Index kSplitChannels = 64;        // channels in a task
constexpr Index kSkew = 16;

class Clipped {
 public:
  explicit Clipped(const Correlation& p) : p_(p), isa_(isa()), taps_(p) {}
  void run() const;

 private:
  void gather(const Tap& tap, Index channel, Index channels, float* rows, Index row) const;
  void run_by_columns() const;
  void run_by_channels() const;
  void multiply(const Tap& tap, const float* rows, Index row, Index channels, const float* b,
                Index b_row, Index columns, const float* next, Index next_row,
                float* product) const;
  void add(const Tap& tap, const float* product, Index columns, float* sums,
           Index sums_pixel) const;
  Index panel_row(Index columns) const { return columns <= isa_.lanes ? isa_.lanes : panel_width_; }

  const Correlation& p_;
  const Isa& isa_;
  const ClippedTaps taps_;
  const Index panel_width_ = 2 * isa_.lanes;
};

void Clipped::run() const {
  if (p_.weights.channel == 1 && taps_.pixels() <= kFewPixels) {
    correlate_by_dot_products(p_, taps_);
  } else if (p_.weights.channel == 1) {
    run_by_columns();
  } else {
    run_by_channels();
  }
}

// rows[pixel of the tap][channel - first] from x; `row` floats apart.
void Clipped::gather(const Tap& tap, Index channel, Index channels, float* rows, Index row) const {
  float* to = rows + tap.first * row;
  taps_.for_each_pixel(tap, [&](Index from, Index) {
    std::copy_n(p_.x + from * p_.x_pixel + channel, channels, to);
    to += row;
  });
}

// product[pixel of the tap][panel_width] = rows b.
void Clipped::multiply(const Tap& tap, const float* rows, Index row, Index channels, const float* b,
                       Index b_row, Index columns, const float* next, Index next_row,
                       float* product) const {
  const std::vector<float> zeros(static_cast<std::size_t>(panel_width_), 0.0f);
  const Segment segment = {0, channels};
  isa_.rows_by_panel({.a = rows + tap.first * row,
                      .a_row = row,
                      .segments = &segment,
                      .segment_count = 1,
                      .b = b,
                      .b_row = b_row,
                      .c = product,
                      .c_row = panel_width_,
                      .rows = tap.pixels,
                      .columns = columns,
                      .start = zeros.data(),
                      .next = next,
                      .next_step = next_row,
                      .next_jump = next_row});
}

// sums[pixel of y][columns] += product[pixel of the tap][columns].
void Clipped::add(const Tap& tap, const float* product, Index columns, float* sums,
                  Index sums_pixel) const {
  taps_.for_each_pixel(tap, [&](Index, Index pixel) {
    float* to = sums + pixel * sums_pixel;
    for (Index j = 0; j < columns; ++j) to[j] += product[j];
    product += panel_width_;
  });
}

// Forward, more pixels: a task has a panel of output channels and packs the weights of a tap, so
// that they stay in the L1 cache while all rows of the image pass; x is read in place.
void Clipped::run_by_columns() const {
  const Index depth = std::min(kPanelDepth, p_.channels);
  parallel_ranges(p_.columns, panel_width_, [&](Index begin, Index end) {
    const Index b_row = panel_row(end - begin);
    Buffer panel(depth * b_row), sums(taps_.pixels() * b_row);
    std::fill_n(sums.data(), taps_.pixels() * b_row, 0.0f);
    for (const Tap& tap : taps_.all()) {
      for (Index c = 0; c < p_.channels; c += depth) {
        const Segment segment = {c, std::min(depth, p_.channels - c)};
        pack_run(p_.weights, {tap.u, tap.v, c, segment.length}, begin, end - begin, b_row,
                 panel.data());
        RowsByPanel call = {.a = nullptr,
                            .a_row = p_.taps_w.step * p_.x_pixel,
                            .segments = &segment,
                            .segment_count = 1,
                            .b = panel.data(),
                            .b_row = b_row,
                            .c = nullptr,
                            .c_row = b_row,
                            .rows = tap.columns.size(),
                            .columns = b_row,
                            .start = nullptr,
                            .next = nullptr,
                            .next_step = 0,
                            .next_jump = 0};
        Index turn = 0;
        taps_.for_each_row(tap, [&](Index from, Index to) {
          fetch_meanwhile(p_.weights, {tap.u, tap.v, c + segment.length, segment.length}, begin,
                          turn++, call);
          call.a = p_.x + from * p_.x_pixel;
          call.c = sums.data() + to * b_row;
          isa_.rows_by_panel(call);
        });
      }
    }
    taps_.write({begin, end}, sums.data(), b_row);
  });
}

void Clipped::run_by_channels() const {
  const Index size = taps_.pixels() * p_.columns;
  const Index tasks = ceil_div(p_.channels, kSplitChannels);
  Buffer sums(tasks * size);
  parallel_for(tasks, [&](Index task) {
    const Index channel = task * kSplitChannels;
    const Index channels = std::min(kSplitChannels, p_.channels - channel);
    Buffer panel(channels * panel_width_), product(taps_.most_pixels() * panel_width_);
    float* own = sums.data() + task * size;
    std::fill_n(own, size, 0.0f);
    const Index row = channels + kSkew;
    Buffer rows(taps_.tap_pixels() * row);
    for (const Tap& tap : taps_.all()) {
      gather(tap, channel, channels, rows.data(), row);
      for (Index column = 0; column < p_.columns; column += panel_width_) {
        const Index columns = std::min(panel_width_, p_.columns - column);
        const WeightRun run = {tap.u, tap.v, channel, channels};
        const float* weights = run_start(p_.weights, run, column);
        const float* next = weights + p_.weights.tap_w;
        const Index next_row = p_.weights.channel;
        if (columns % isa_.lanes == 0) {  // the weights serve as they lie
          multiply(tap, rows.data(), row, channels, weights, next_row, columns, next, next_row,
                   product.data());
        } else {
          const Index b_row = panel_row(columns);
          pack_run(p_.weights, run, column, columns, b_row, panel.data());
          multiply(tap, rows.data(), row, channels, panel.data(), b_row, b_row, next, next_row,
                   product.data());
        }
        add(tap, product.data(), columns, own + column, p_.columns);
      }
    }
  });
  add_results(p_, sums.data(), tasks);
}

}  // namespace

bool clipping_pays(const Correlation& p) {
  Index useful_h = 0, useful_w = 0;
  for (Index u = 0; u < p.taps_h.count; ++u) useful_h += inside(p.taps_h, u, p.h, p.out_h).size();
  for (Index v = 0; v < p.taps_w.count; ++v) useful_w += inside(p.taps_w, v, p.w, p.out_w).size();
  const Index all = p.taps_h.count * p.out_h * p.taps_w.count * p.out_w;
  const Index weights = p.taps_h.count * p.taps_w.count * p.channels * p.columns;
  const Index pixels = p.n * p.out_h * p.out_w;
  const bool clipped = useful_h * useful_w * 20 < all * 17 || weights > kHugeWeights;
  if (p.channels < kMinChannels || pixels > kMaxPixels) return false;
  if (p.weights.channel != 1) return clipped;
  return p.channels % isa().lanes == 0 && p.n * p.h * p.w * p.channels <= kMaxDotInput &&
         (clipped || pixels <= kFewPixels);
}

void correlate_clipped(const Correlation& p) { Clipped(p).run(); }

}  // namespace pixelwise::kernels
