// The weight gradient of kernels seven wide on small maps, by Winograd's method along rows.
//
// Idea: the adjoint of correlate_along_rows.cpp. For every row u of the kernel,
//   dw[u] = G^T [sum over tiles of (A dy) * (B^T x)].
// Each point is one product of matrices, [O, tiles of all rows] x [tiles, C], with the rows for
// which u is inside the image. x is transformed first. A task has 14 outputs: it transforms their
// dy and writes their dw from front to back. (dw is much larger than x and dy.) Declines: see
// rows_pay() in ../choice.cpp. Gains: fc6 at 16x16: 1.6 times as fast.
#include <algorithm>

#include "autograd/buffer.h"
#include "autograd/kernels/direct/microkernel.h"
#include "autograd/kernels/direct/taps.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/large_kernels/large_kernels.h"
#include "autograd/kernels/large_kernels/row_transforms.h"
#include "autograd/kernels/rounding.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kTaskOutputs = 14;  // the rows of a tile of registers
constexpr Index kOutputsRow = 16;   // floats from tile to tile of a task's dy: whole vectors
constexpr Index kSkew = 16;         // so that points do not share one set of the cache

class WeightGradientAlongRows {
 public:
  WeightGradientAlongRows(const ConvGeometry& s, const float* x, const float* dy, float* dw);
  void run() const;

 private:
  void transform_x(Index row, float* values) const;
  void transform_dy(Index o, Index outputs, float* values) const;
  void multiply(Index u, Index channel, Index outputs, const float* x_values,
                const float* dy_values, float* products) const;

  const ConvGeometry& s_;
  const float *x_, *dy_;
  float* dw_;
  const Isa& isa_;
  const RowTransforms& transforms_;
  Index tiles_;  // in a row
  Index block_;  // channels of one product: neighbours in memory
  Index x_point_, x_block_, dy_point_, products_row_, products_point_;
};

WeightGradientAlongRows::WeightGradientAlongRows(const ConvGeometry& s, const float* x,
                                                 const float* dy, float* dw)
    : s_(s),
      x_(x),
      dy_(dy),
      dw_(dw),
      isa_(isa()),
      transforms_(*isa_.row_transforms),
      tiles_(ceil_div(s.ow, transforms_.m)),
      block_(2 * isa_.lanes),
      x_point_(s.n * s.ih * tiles_ * block_ + kSkew),
      x_block_(transforms_.points * x_point_),
      dy_point_(s.n * s.oh * tiles_ * kOutputsRow + kSkew),
      products_row_(s.c + kSkew),
      products_point_(kTaskOutputs * products_row_ + kSkew) {}

void WeightGradientAlongRows::run() const {
  Buffer x_values(ceil_div(s_.c, block_) * x_block_);
  parallel_for(s_.n * s_.ih, [&](Index row) { transform_x(row, x_values.data()); });
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
void WeightGradientAlongRows::transform_x(Index row, float* values) const {
  for (Index c = 0; c < s_.c; c += block_) {
    transforms_.input({.width = s_.iw,
                       .pixel = s_.c,
                       .first = -s_.padding_w,
                       .tiles = tiles_,
                       .channels = std::min(block_, s_.c - c),
                       .point_stride = x_point_,
                       .tile_stride = block_},
                      x_ + row * s_.iw * s_.c + c,
                      values + c / block_ * x_block_ + row * tiles_ * block_);
  }
}

// values[point][row][tile][output].
void WeightGradientAlongRows::transform_dy(Index o, Index outputs, float* values) const {
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
void WeightGradientAlongRows::multiply(Index u, Index channel, Index outputs, const float* x_values,
                                       const float* dy_values, float* products) const {
  const Range rows = outputs_inside(taps_h(s_), u, s_.ih, s_.oh);  // none: the product is zero
  const Index from = rows.size() > 0 ? rows.begin + u * s_.dilation_h - s_.padding_h : 0;
  const float* x = x_values + channel / block_ * x_block_ + from * tiles_ * block_;
  const float* dy = dy_values + (rows.size() > 0 ? rows.begin : 0) * tiles_ * kOutputsRow;
  for (Index point = 0; point < transforms_.points; ++point) {
    isa_.outer_products({.a = dy + point * dy_point_,
                         .a_outer = s_.oh * tiles_ * kOutputsRow,
                         .a_inner = kOutputsRow,
                         .b = x + point * x_point_,
                         .b_outer = s_.ih * tiles_ * block_,
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

void weight_gradient_along_rows(const ConvGeometry& s, const float* x, const float* dy, float* dw) {
  WeightGradientAlongRows(s, x, dy, dw).run();
}

}  // namespace pixelwise::kernels
