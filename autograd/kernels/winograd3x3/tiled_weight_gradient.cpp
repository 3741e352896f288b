// The weight gradient of a 3x3 convolution in Winograd's domain.
//
// Idea: y = A^T [(G w G^T) * (B^T x B)] A is linear in w, so its gradient is the adjoint:
//   dw = G^T [sum over tiles of (A dy A^T) * (B^T x B)] G.
// Each position is one product of matrices, [O, tiles] x [tiles, C]. What is small stays in cache:
//   few weights: a task takes some tiles. The tasks' sums are added up in their order.
//   many weights: x is transformed first. A task takes a block of outputs and transforms its dy.
// Declines: see winograd_tile() in ../choice.cpp.
// Gains: 2.1 times direct/ (64 channels at 56x56: 432 GFLOP/s of the definition's operations).
#include <algorithm>

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

constexpr Index kTileFloats = 256 * 1024;  // of transformed tiles of x and dy at a time
constexpr Index kMaxSums = 3 << 20;        // floats in all tasks' sums
constexpr Index kMinTasks = 8;
constexpr Index kMinTiles = 128;  // for fewer, sums for every task are not worth it
constexpr Index kSkew = 16;

// Where transformed values are: [block of channels][position][tile][channel]. So a product reads
// both its matrices from front to back.
struct Layout {
  Index block;     // channels
  Index position;  // floats from one position to the next
  Index stride;    // from one block to the next
  Index floats;    // in all
};

// The values of one block: the channels from `channel` on.
struct Block {
  const float* values;
  const Layout& layout;
  Index channel;
};

// sums[position][o][c] of a block of outputs and a block of input channels.
struct Sums {
  float* first;
  Index row;       // floats from one output to the next
  Index position;  // from one position to the next
};

class TiledWeightGradient {
 public:
  TiledWeightGradient(const ConvGeometry& s, const float* x, const float* dy, float* dw, int m);
  void run() const;

 private:
  void run_by_tiles() const;
  void run_by_outputs() const;
  void add_up(Index tasks, const float* sums) const;
  Layout layout(Index channels, Index max_block, Index tiles) const;
  Layout x_layout(Index tiles) const { return layout(s_.c, 2 * isa_.lanes, tiles); }
  Layout dy_layout(Index tiles) const { return layout(s_.o, s_.o < 256 ? 32 : 64, tiles); }
  void transform_x(Index first, Index count, const Layout& layout, float* values) const;
  void transform_dy(Index first, Index count, Index o, Index channels, const Layout& layout,
                    float* values) const;
  void multiply(Index tiles, const Block& x, const Block& dy, bool accumulate,
                const Sums& sums) const;

  const ConvGeometry& s_;
  const float* x_;
  const float* dy_;
  float* dw_;
  const Isa& isa_;
  const TileTransforms& transforms_;
  Index positions_;
  Index tiles_h_, tiles_w_, tiles_;
  Index c_row_;          // input channels, whole vectors
  Index sums_position_;  // floats of the sums of one position
};

TiledWeightGradient::TiledWeightGradient(const ConvGeometry& s, const float* x, const float* dy,
                                         float* dw, int m)
    : s_(s),
      x_(x),
      dy_(dy),
      dw_(dw),
      isa_(isa()),
      transforms_(m == 2 ? *isa_.tiles_2x2 : *isa_.tiles_4x4),
      positions_((m + 2) * (m + 2)),
      tiles_h_(ceil_div(s.oh, m)),
      tiles_w_(ceil_div(s.ow, m)),
      tiles_(s.n * tiles_h_ * tiles_w_),
      c_row_(round_up(s.c, isa_.lanes)),
      sums_position_(s.o * c_row_ + kSkew) {}

Layout TiledWeightGradient::layout(Index channels, Index max_block, Index tiles) const {
  Layout l;
  l.block = std::min(max_block, round_up(channels, isa_.lanes));
  l.position = tiles * l.block + kSkew;
  l.stride = positions_ * l.position;
  l.floats = ceil_div(channels, l.block) * l.stride;
  return l;
}

void TiledWeightGradient::run() const {
  if (2 * positions_ * sums_position_ > kMaxSums || tiles_ < kMinTiles) {
    run_by_outputs();
  } else {
    run_by_tiles();
  }
}

void TiledWeightGradient::run_by_tiles() const {
  const Index sums_floats = positions_ * sums_position_;
  Index tasks = kMinTasks;
  while (tasks > 2 && (tasks * sums_floats > kMaxSums || tasks * 96 > tiles_)) tasks /= 2;
  const Index share = ceil_div(tiles_, tasks);
  tasks = ceil_div(tiles_, share);
  const Index fit = kTileFloats / (positions_ * (c_row_ + round_up(s_.o, isa_.lanes)));
  const Index count = ceil_div(share, ceil_div(share, std::clamp<Index>(fit, 16, 256)));
  const Layout x_layout = this->x_layout(count), dy_layout = this->dy_layout(count);
  Buffer sums(tasks * sums_floats);
  parallel_for(tasks, [&](Index task) {
    Buffer x_values(x_layout.floats), dy_values(dy_layout.floats);
    float* own = sums.data() + task * sums_floats;
    const Index first = task * share, end = std::min(tiles_, first + share);
    for (Index tile = first; tile < end; tile += count) {
      const Index tiles = std::min(count, end - tile);
      transform_x(tile, tiles, x_layout, x_values.data());
      transform_dy(tile, tiles, 0, s_.o, dy_layout, dy_values.data());
      for (Index o = 0; o < s_.o; o += dy_layout.block) {
        const Block dy = {dy_values.data() + o / dy_layout.block * dy_layout.stride, dy_layout, o};
        for (Index c = 0; c < s_.c; c += x_layout.block) {
          const Block x = {x_values.data() + c / x_layout.block * x_layout.stride, x_layout, c};
          multiply(tiles, x, dy, tile != first, {own + o * c_row_ + c, c_row_, sums_position_});
        }
      }
    }
  });
  add_up(tasks, sums.data());
}

// The sums of all tasks, and back from the domain.
void TiledWeightGradient::add_up(Index tasks, const float* sums) const {
  parallel_for(s_.o, [&](Index o) {
    const Index position_stride = c_row_ + kSkew;
    Buffer row(positions_ * position_stride);
    for (Index position = 0; position < positions_; ++position) {
      float* to = row.data() + position * position_stride;
      const float* from = sums + position * sums_position_ + o * c_row_;
      std::copy_n(from, c_row_, to);
      for (Index task = 1; task < tasks; ++task) {
        const float* more = from + task * positions_ * sums_position_;
        for (Index c = 0; c < c_row_; ++c) to[c] += more[c];
      }
    }
    transforms_.filter_adjoint(row.data(), position_stride, s_.c, s_.c, dw_ + o * 9 * s_.c);
  });
}

void TiledWeightGradient::run_by_outputs() const {
  const Layout x_layout = this->x_layout(tiles_), dy_layout = this->dy_layout(tiles_);
  Buffer x_values(x_layout.floats);
  parallel_ranges(tiles_, ceil_div(tiles_, kMinTasks), [&](Index begin, Index end) {
    transform_x(begin, end - begin, x_layout, x_values.data() + begin * x_layout.block);
  });
  // With few blocks of outputs the input channels are cut, too. Then dy is transformed several
  // times.
  const Index o_blocks = ceil_div(s_.o, dy_layout.block), c_blocks = ceil_div(s_.c, x_layout.block);
  const Index c_groups = std::min(c_blocks, ceil_div(kMinTasks, o_blocks));
  parallel_for(o_blocks * c_groups, [&](Index task) {
    const Index group = task % c_groups, o0 = task / c_groups * dy_layout.block;
    const Index o1 = std::min(s_.o, o0 + dy_layout.block);
    Buffer dy_values(dy_layout.stride);
    transform_dy(0, tiles_, o0, o1 - o0, dy_layout, dy_values.data());
    const Index sums_position = dy_layout.block * x_layout.block + kSkew;
    Buffer sums(positions_ * sums_position);
    for (Index c_block = c_blocks * group / c_groups; c_block < c_blocks * (group + 1) / c_groups;
         ++c_block) {
      const Index c = c_block * x_layout.block;
      multiply(tiles_, {x_values.data() + c_block * x_layout.stride, x_layout, c},
               {dy_values.data(), dy_layout, o0}, false,
               {sums.data(), x_layout.block, sums_position});
      for (Index o = o0; o < o1; ++o) {
        transforms_.filter_adjoint(sums.data() + (o - o0) * x_layout.block, sums_position,
                                   std::min(x_layout.block, s_.c - c), s_.c,
                                   dw_ + o * 9 * s_.c + c);
      }
    }
  });
}

void TiledWeightGradient::transform_x(Index first, Index count, const Layout& layout,
                                      float* values) const {
  transforms_.input({.height = s_.ih,
                     .width = s_.iw,
                     .channels = s_.c,
                     .pixel = s_.c,
                     .tiles_h = tiles_h_,
                     .tiles_w = tiles_w_,
                     .first_tile = first,
                     .tiles = count,
                     .origin_h = s_.padding_h,
                     .origin_w = s_.padding_w,
                     .position_stride = layout.position,
                     .tile_stride = layout.block,
                     .block = layout.block,
                     .block_stride = layout.stride},
                    x_, values);
}

// Output channels [o, o + channels).
void TiledWeightGradient::transform_dy(Index first, Index count, Index o, Index channels,
                                       const Layout& layout, float* values) const {
  transforms_.output_adjoint({.height = s_.oh,
                              .width = s_.ow,
                              .channels = channels,
                              .pixel = s_.o,
                              .tiles_h = tiles_h_,
                              .tiles_w = tiles_w_,
                              .first_tile = first,
                              .tiles = count,
                              .origin_h = 0,
                              .origin_w = 0,
                              .position_stride = layout.position,
                              .tile_stride = layout.block,
                              .block = layout.block,
                              .block_stride = layout.stride},
                             dy_ + o, values);
}

// sums = (or +=) the sum over tiles of dy x, position by position.
void TiledWeightGradient::multiply(Index tiles, const Block& x, const Block& dy, bool accumulate,
                                   const Sums& sums) const {
  for (Index position = 0; position < positions_; ++position) {
    isa_.outer_products({.a = dy.values + position * dy.layout.position,
                         .a_outer = 0,
                         .a_inner = dy.layout.block,
                         .b = x.values + position * x.layout.position,
                         .b_outer = 0,
                         .b_inner = x.layout.block,
                         .outer = 1,
                         .inner = tiles,
                         .c = sums.first + position * sums.position,
                         .c_row = sums.row,
                         .rows = std::min(dy.layout.block, s_.o - dy.channel),
                         .columns = std::min(x.layout.block, c_row_ - x.channel),
                         .accumulate = accumulate});
  }
}

}  // namespace

void winograd3x3_weight_gradient(const ConvGeometry& s, const float* x, const float* dy, float* dw,
                                 int m) {
  TiledWeightGradient(s, x, dy, dw, m).run();
}

}  // namespace pixelwise::kernels
