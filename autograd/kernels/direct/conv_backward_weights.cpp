// dw = the gradient of conv with respect to w.
//
// Idea: dw[o][u][v][c] = sum over pixels of dy[pixel][o] * x[pixel moved by the tap][c]. For one
// tap that is a sum of outer products, one for each pixel.
// Channels are neighbours in memory, so both factors are read as they are. A tile of dw stays in
// the registers while the pixels go by. A tap visits only pixels for which it is inside.
// Declines: when switched off. Gains: 206 GFLOP/s instead of 10 (3x3, 64 channels at 56x56).
#include <algorithm>
#include <utility>
#include <vector>

#include "autograd/buffer.h"
#include "autograd/kernels.h"
#include "autograd/kernels/choice.h"
#include "autograd/kernels/direct/microkernel.h"
#include "autograd/kernels/direct/padded_rows.h"
#include "autograd/kernels/direct/pointwise.h"
#include "autograd/kernels/direct/taps.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/rounding.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kBandPixels = 512;
constexpr Index kBandFloats = 192 * 1024;  // of x and dy in a band, to stay in the L2 cache
constexpr Index kGroupChannels = 64;       // output channels in a task
constexpr Index kTileChannels = 14;
constexpr Index kWideWeights = 4 << 20;  // floats of dw
constexpr Index kMinTasks = 8;
constexpr Index kMinChunkPixels = 1024;
constexpr Index kMaxPartials = 8 << 20;  // floats in all chunks' partial sums
constexpr Index kFarApart = 256;         // pixels of so many floats share few sets of the cache
constexpr Index kSlack = 32;             // floats that whole vectors may read past a band

// One group of a convolution. Threads take groups of output channels. If these are few, they also
// take chunks of the rows; every chunk has its own sums, which are added up in their order.
class WeightGradient {
 public:
  WeightGradient(const ConvGeometry& s, Index group, const float* x, const float* dy, float* dw);
  void run() const;

 private:
  void run_task(Index task, float* partials) const;
  void add_rows(Index image, Range rows, Range outputs, float* dw,
                std::vector<char>& started) const;
  void copy_band(Index image, Range rows, float* to) const;
  void add_tap(Index u, Index v, Index image, Range rows, const float* band, OuterProducts call,
               float* dw, std::vector<char>& started) const;
  void multiply(OuterProducts call, Index columns, float* c) const;

  const ConvGeometry& s_;
  const Isa& isa_;
  Index c_, o_;     // channels in the group
  const float* x_;  // first channel of the group
  const float* dy_;
  float* dw_;
  bool copy_;  // x, with its padding: C is no multiple of the vector
  // Columns of dw that are neighbours, in a row of the kernel: KW runs of C, or one of KW * C.
  Index runs_, columns_;
  bool swap_;  // few columns (RGB images): x and dy change roles, sums are [KH][KW][C][O]
  Index band_width_;
  Index groups_, group_channels_, chunks_, chunk_rows_, band_rows_;
};

WeightGradient::WeightGradient(const ConvGeometry& s, Index group, const float* x, const float* dy,
                               float* dw)
    : s_(s), isa_(isa()), c_(s.c / s.groups), o_(s.o / s.groups) {
  x_ = x + group * c_;
  dy_ = dy + group * o_;
  dw_ = dw + group * o_ * s.kh * s.kw * c_;
  const Index full = 2 * isa_.lanes;
  copy_ = c_ % isa_.lanes != 0 || (c_ % full != 0 && c_ < 2 * full);
  const bool merged = copy_ && s.dilation_w == 1;
  runs_ = merged ? 1 : s.kw;
  columns_ = merged ? s.kw * c_ : c_;
  swap_ = merged && o_ % isa_.lanes == 0 && s.groups == 1 &&
          columns_ * (o_ / isa_.lanes) * 5 < o_ * ceil_div(columns_, isa_.lanes) * 4;
  band_width_ = inputs_under(taps_w(s), s.ow);

  const Index rows = s.n * s.oh;
  const Index size = o_ * s.kh * s.kw * c_;
  // fc6: the time goes into writing dw. With one tile of rows in a task it is written in order.
  const bool wide = size > kWideWeights && rows * s.ow < kBandPixels;
  groups_ = swap_ ? 1 : ceil_div(o_, wide ? kTileChannels : kGroupChannels);
  group_channels_ = ceil_div(o_, groups_);
  chunks_ = std::min({ceil_div(kMinTasks, groups_), ceil_div(rows * s.ow, kMinChunkPixels),
                      std::max<Index>(1, kMaxPartials / size), rows});
  chunk_rows_ = ceil_div(rows, chunks_);
  chunks_ = ceil_div(rows, chunk_rows_);
  if (groups_ * chunks_ < kMinTasks && !swap_) {
    groups_ = std::min(ceil_div(o_, kTileChannels), ceil_div(kMinTasks, chunks_));
    group_channels_ = ceil_div(o_, groups_);
    groups_ = ceil_div(o_, group_channels_);
  }
  const Index row_floats = s.ow * (o_ + s.stride_h * s.stride_w * c_);
  band_rows_ = std::clamp<Index>(std::min(kBandPixels / s.ow, kBandFloats / row_floats), 1, s.oh);
}

void WeightGradient::run() const {
  const Index size = o_ * s_.kh * s_.kw * c_;
  const bool in_place = chunks_ == 1 && !swap_;
  Buffer partials(in_place ? 0 : chunks_ * size);
  parallel_for(chunks_ * groups_,
               [&](Index task) { run_task(task, in_place ? dw_ : partials.data()); });
  if (in_place) return;
  float* sums = swap_ ? partials.data() : dw_;
  parallel_ranges(size, 1 << 14, [&](Index begin, Index end) {
    const float* from = partials.data();
    if (!swap_) std::copy(from + begin, from + end, sums + begin);
    for (Index chunk = 1; chunk < chunks_; ++chunk) {
      const float* more = from + chunk * size;
      for (Index i = begin; i < end; ++i) sums[i] += more[i];
    }
  });
  const Index taps = s_.kh * s_.kw * c_;
  if (swap_) isa_.transpose(sums, o_, taps, o_, dw_, taps);
}

void WeightGradient::run_task(Index task, float* partials) const {
  const Index chunk = task / groups_, group = task % groups_;
  const Index o = group * group_channels_;
  const Range outputs = {o, std::min(o_, o + group_channels_)};
  const Index size = o_ * s_.kh * s_.kw * c_;
  float* dw = partials + chunk * size;
  std::vector<char> started(static_cast<std::size_t>(s_.kh * runs_), 0);
  const Index end = std::min(s_.n * s_.oh, (chunk + 1) * chunk_rows_);
  for (Index row = chunk * chunk_rows_; row < end;) {
    const Index i = row % s_.oh;
    const Range rows = {i, std::min({s_.oh, i + band_rows_, i + end - row})};
    add_rows(row / s_.oh, rows, outputs, dw, started);
    row += rows.size();
  }
  for (Index run = 0; run < s_.kh * runs_; ++run) {  // taps that never met the image
    if (started[static_cast<std::size_t>(run)]) continue;
    for (Index row = outputs.begin; row < outputs.end; ++row) {
      std::fill_n(dw + (row * s_.kh * runs_ + run) * columns_, columns_, 0.0f);
    }
  }
}

// Adds the products of all taps over some rows of dy to dw[outputs]. `started` tells for each run
// whether something was added before.
void WeightGradient::add_rows(Index image, Range rows, Range outputs, float* dw,
                              std::vector<char>& started) const {
  OuterProducts call = {};
  call.a = dy_ + (image * s_.oh + rows.begin) * s_.ow * s_.o + outputs.begin;
  call.a_inner = s_.o;
  const bool far_apart = s_.o >= kFarApart && !swap_;
  const Index pixels = rows.size() * s_.ow;
  Buffer near(far_apart ? pixels * outputs.size() : 0);
  if (far_apart) {
    for (Index i = 0; i < pixels; ++i) {
      std::copy_n(call.a + i * s_.o, outputs.size(), near.data() + i * outputs.size());
    }
    call.a = near.data();
    call.a_inner = outputs.size();
  }
  call.a_outer = s_.ow * call.a_inner;
  const Index pixel = copy_ ? c_ : s_.c;
  const Index width = copy_ ? band_width_ : s_.iw;
  call.b_outer = s_.stride_h * width * pixel;
  call.b_inner = s_.stride_w * pixel;
  call.c_row = s_.kh * s_.kw * c_;
  call.rows = outputs.size();
  Buffer band(copy_ ? inputs_under(taps_h(s_), rows.size()) * width * pixel + kSlack : 0);
  if (copy_) copy_band(image, rows, band.data());
  float* own = swap_ ? dw : dw + outputs.begin * s_.kh * runs_ * columns_;
  for (Index u = 0; u < s_.kh; ++u) {
    for (Index v = 0; v < runs_; ++v) {
      add_tap(u, v, image, rows, band.data(), call, own, started);
    }
  }
}

// The rows of x under rows `rows` of y, with their padding.
void WeightGradient::copy_band(Index image, Range rows, float* to) const {
  const Index count = inputs_under(taps_h(s_), rows.size());
  copy_padded_rows({.image = x_ + image * s_.ih * s_.iw * s_.c,
                    .height = s_.ih,
                    .width = s_.iw,
                    .last_width = s_.iw,
                    .pixel = s_.c,
                    .channels = c_,
                    .first_row = rows.begin * s_.stride_h - s_.padding_h,
                    .rows = count,
                    .first_column = -s_.padding_w,
                    .to_width = band_width_,
                    .to_pixel = c_},
                   to);
  std::fill_n(to + count * band_width_ * c_, kSlack, 0.0f);
}

// Adds the products of tap (u, v), or of row u of the kernel, over rows `all` of dy.
void WeightGradient::add_tap(Index u, Index v, Index image, Range all, const float* band,
                             OuterProducts call, float* dw, std::vector<char>& started) const {
  Range rows = all, pixels = {0, s_.ow};
  if (copy_) {
    call.b = band + (u * s_.dilation_h * band_width_ + v * s_.dilation_w) * c_;
  } else {
    const Range inside = outputs_inside(taps_h(s_), u, s_.ih, s_.oh);
    rows = {std::max(all.begin, inside.begin), std::min(all.end, inside.end)};
    pixels = outputs_inside(taps_w(s_), v, s_.iw, s_.ow);
    if (rows.size() == 0 || pixels.size() == 0) return;
    const Index h = rows.begin * s_.stride_h + u * s_.dilation_h - s_.padding_h;
    const Index column = pixels.begin * s_.stride_w + v * s_.dilation_w - s_.padding_w;
    call.b = x_ + ((image * s_.ih + h) * s_.iw + column) * s_.c;
  }
  call.a += (rows.begin - all.begin) * call.a_outer + pixels.begin * call.a_inner;
  call.outer = rows.size();
  call.inner = pixels.size();
  const Index run = u * runs_ + v;
  char& run_started = started[static_cast<std::size_t>(run)];
  call.accumulate = run_started != 0;
  run_started = 1;
  if (swap_) {
    std::swap(call.a, call.b);
    std::swap(call.a_outer, call.b_outer);
    std::swap(call.a_inner, call.b_inner);
    call.c_row = o_;
    call.rows = columns_;
    multiply(call, o_, dw + run * columns_ * o_);
  } else {
    multiply(call, columns_, dw + run * columns_);
  }
}

// All columns of one tap, two vectors at a time.
void WeightGradient::multiply(OuterProducts call, Index columns, float* c) const {
  const float* b = call.b;
  for (Index column = 0; column < columns; column += 2 * isa_.lanes) {
    call.b = b + column;
    call.columns = std::min<Index>(2 * isa_.lanes, columns - column);
    call.c = c + column;
    isa_.outer_products(call);
  }
}

}  // namespace

bool conv_backward_weights(const ConvGeometry& sizes, const Real* x, const Real* dy, Real* dw) {
  if (!enabled()) return false;
  const ConvGeometry s = as_pointwise(sizes);
  if (s.n * s.oh * s.ow == 0) return false;
  if (weight_gradient_faster(s, x, dy, dw)) return true;  // by Winograd's method
  for (Index g = 0; g < s.groups; ++g) WeightGradient(s, g, x, dy, dw).run();
  return true;
}

}  // namespace pixelwise::kernels
