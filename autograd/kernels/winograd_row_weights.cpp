// The weight gradient of kernels seven wide on small maps: Winograd's method along rows.
//
// Idea: the adjoint of winograd_rows.cpp. For every row u of the kernel,
// dw[u] = G^T [sum over tiles of (A dy) * (B^T x)], each point a product of matrices
// [O, tiles of all rows] x [tiles, C], over the rows for which u lies inside the image. x is
// transformed first, for all; a task has as many outputs as a tile of registers has rows,
// transforms their dy, and writes their weights front to back: they are many more than pixels.
// Declines: see winograd_row_weights_pay(). Gains: README.md.
#include <algorithm>

#include "autograd/buffer.h"
#include "autograd/kernels/clipped_taps.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/rounding.h"
#include "autograd/kernels/winograd.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kTaskOutputs = 14;
constexpr Index kOutputsRow = 16;  // floats from tile to tile of a task's dy: whole vectors
constexpr Index kSkew = 16;        // keeps points from meeting in one set of the cache

class RowWeights {
 public:
  RowWeights(const ConvSizes& s, const float* x, const float* dy, float* dw);
  void run() const;

 private:
  void transform_x(Index row, float* values) const;
  void transform_dy(Index o, Index outputs, float* values) const;
  void multiply(Index u, Index channel, Index outputs, const float* x_values,
                const float* dy_values, float* products) const;

  const ConvSizes& s_;
  const float *x_, *dy_;
  float* dw_;
  const Isa& isa_;
  const WinogradRowTransforms& transforms_;
  Index tiles_;  // in a row
  Index block_;  // channels next to each other: those of a product
  Index x_point_, x_block_, dy_point_, products_row_, products_point_;
};

RowWeights::RowWeights(const ConvSizes& s, const float* x, const float* dy, float* dw)
    : s_(s),
      x_(x),
      dy_(dy),
      dw_(dw),
      isa_(isa()),
      transforms_(*isa_.winograd_rows),
      tiles_(ceil_div(s.ow, transforms_.m)),
      block_(2 * isa_.lanes),
      x_point_(s.n * s.h * tiles_ * block_ + kSkew),
      x_block_(transforms_.points * x_point_),
      dy_point_(s.n * s.oh * tiles_ * kOutputsRow + kSkew),
      products_row_(s.c + kSkew),
      products_point_(kTaskOutputs * products_row_ + kSkew) {}

void RowWeights::run() const {
  Buffer x_values(ceil_div(s_.c, block_) * x_block_);
  parallel_for(s_.n * s_.h, [&](Index row) { transform_x(row, x_values.data()); });
  parallel_ranges(s_.o, kTaskOutputs, [&](Index begin, Index end) {
    Buffer dy_values(transforms_.points * dy_point_);
    Buffer products(transforms_.points * products_point_);
    transform_dy(begin, end - begin, dy_values.data());
    for (Index u = 0; u < s_.kh; ++u) {
      for (Index c = 0; c < s_.c; c += block_) {
        multiply(u, c, end - begin, x_values.data(), dy_values.data(), products.data());
      }
      for (Index o = begin; o < end; ++o) {
        transforms_.filter_adjoint(products.data() + (o - begin) * products_row_, products_point_,
                                   s_.c, s_.c, dw_ + (o * s_.kh + u) * s_.kw * s_.c);
      }
    }
  });
}

// One row of one image: values[block of channels][point][row][tile][channel].
void RowWeights::transform_x(Index row, float* values) const {
  for (Index c = 0; c < s_.c; c += block_) {
    transforms_.input({.width = s_.w,
                       .pixel = s_.c,
                       .first = -s_.padding_w,
                       .tiles = tiles_,
                       .channels = std::min(block_, s_.c - c),
                       .point_stride = x_point_,
                       .tile_stride = block_},
                      x_ + row * s_.w * s_.c + c,
                      values + c / block_ * x_block_ + row * tiles_ * block_);
  }
}

// values[point][row][tile][output].
void RowWeights::transform_dy(Index o, Index outputs, float* values) const {
  for (Index row = 0; row < s_.n * s_.oh; ++row) {
    transforms_.output_adjoint({.width = s_.ow,
                                .pixel = s_.o,
                                .first = 0,
                                .tiles = tiles_,
                                .channels = outputs,
                                .point_stride = dy_point_,
                                .tile_stride = kOutputsRow},
                               dy_ + row * s_.ow * s_.o + o, values + row * tiles_ * kOutputsRow);
  }
}

// products[point][output][channel] for row u of the kernel and a block of channels.
void RowWeights::multiply(Index u, Index channel, Index outputs, const float* x_values,
                          const float* dy_values, float* products) const {
  const Taps taps = {s_.kh, -s_.padding_h, s_.dilation_h, 1};
  const Range rows = inside(taps, u, s_.h, s_.oh);  // those without any give zeros
  const Index from = rows.size() > 0 ? rows.begin + u * s_.dilation_h - s_.padding_h : 0;
  const float* x = x_values + channel / block_ * x_block_ + from * tiles_ * block_;
  const float* dy = dy_values + (rows.size() > 0 ? rows.begin : 0) * tiles_ * kOutputsRow;
  for (Index point = 0; point < transforms_.points; ++point) {
    isa_.outer_products({.a = dy + point * dy_point_,
                         .a_outer = s_.oh * tiles_ * kOutputsRow,
                         .a_inner = kOutputsRow,
                         .b = x + point * x_point_,
                         .b_outer = s_.h * tiles_ * block_,
                         .b_inner = block_,
                         .outer = s_.n,
                         .inner = rows.size() * tiles_,
                         .c = products + point * products_point_ + channel,
                         .c_row = products_row_,
                         .rows = outputs,
                         .columns = std::min(block_, s_.c - channel),
                         .accumulate = false});
  }
}

}  // namespace

bool winograd_row_weights_pay(const ConvSizes& s) {
  const Taps taps = {s.kw, -s.padding_w, s.dilation_w, s.stride_w};
  return s.groups == 1 && s.stride_h == 1 && winograd_rows_fit(taps, s.c, s.ow, s.n * s.oh * s.ow);
}

void winograd_row_weights(const ConvSizes& s, const float* x, const float* dy, float* dw) {
  RowWeights(s, x, dy, dw).run();
}

}  // namespace pixelwise::kernels
