// Convolution and max-pooling together, where the map between them is larger than the cache.
//
// Idea: the map between the two is four times as large as its pooled result, and is only carried to
// memory and back. So a task makes a piece that stays in the L2 cache, and pools it at once.
// Forward a piece is some rows under whole windows, a convolution by itself.
// Backward dz is made again from the pooled gradient, piece by piece. Where dx is wanted a piece is
// a whole image. Each piece has its own dw; they are added up in their order.
// Declines: windows that do not tile the map; padding of a kernel or more; small maps; many weights
// for few rows (every task packs them again). Backward: large weight gradients; with dx, few images
// or large ones.
// Gains: 13 % of a training step of the toy FCN-8s with batch 8 and one thread, 7 % with two.
#include <algorithm>

#include "autograd/buffer.h"
#include "autograd/kernels.h"
#include "autograd/kernels/rounding.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

constexpr Index kLargeMap = 512 * 1024;     // floats that leave the cache
constexpr Index kPieceFloats = 256 * 1024;  // of the map in a task: half an L2 cache
constexpr Index kMinTasks = 8;
constexpr Index kMaxPartials = 1 << 20;  // floats in the weight gradients of all tasks
constexpr Index kMinPixels = 1024;       // of the map in a task
constexpr Index kWeightsPerPixel = 4;    // packing more takes longer than a piece saves

Index map_row(const ConvGeometry& s) { return s.ow * s.o; }
Index map_image(const ConvGeometry& s) { return s.oh * map_row(s); }
Index weights(const ConvGeometry& s) { return s.o * s.kh * s.kw * (s.c / s.groups); }

bool is_large(const ConvGeometry& s) { return s.n * map_image(s) >= kLargeMap; }
bool suffice(Index pixels, const ConvGeometry& s) {
  return pixels >= kMinPixels && weights(s) <= kWeightsPerPixel * pixels;
}

// Rows of windows in a task.
Index rows_of_windows(const ConvGeometry& s, const PoolSizes& p) {
  const Index fit = std::max<Index>(1, kPieceFloats / (map_row(s) * p.stride_h));
  const Index enough = ceil_div(p.oh, ceil_div(kMinTasks, p.n));
  return std::min({fit, enough, p.oh});
}

// Some rows of windows of one image, and the convolution that makes the rows of the map under them.
// Rows under no window belong to the last piece.
struct Piece {
  ConvGeometry conv;
  PoolSizes windows;
  Index x, y;  // where they begin in x and y
};

class Pieces {
 public:
  Pieces(const ConvGeometry& s, const PoolSizes& p, Index rows)
      : s_(s), p_(p), rows_(rows), per_image_(ceil_div(p.oh, rows)) {}

  Index count() const { return s_.n * per_image_; }

  Piece operator[](Index number) const {
    const Index image = number / per_image_, i0 = number % per_image_ * rows_;
    const Index i1 = std::min(p_.oh, i0 + rows_);
    const Index begin = i0 * p_.stride_h, end = i1 == p_.oh ? s_.oh : i1 * p_.stride_h;
    // The rows of x that the taps reach. Padding is left where they reach over the border.
    const Index first = begin * s_.stride_h - s_.padding_h;
    const Index last = (end - 1) * s_.stride_h - s_.padding_h + (s_.kh - 1) * s_.dilation_h;
    const Index x0 = std::max<Index>(first, 0);
    Piece piece = {.conv = s_,
                   .windows = p_,
                   .x = (image * s_.ih + x0) * s_.iw * s_.c,
                   .y = (image * p_.oh + i0) * p_.ow * p_.c};
    piece.conv.n = piece.windows.n = 1;
    piece.conv.ih = std::min(last, s_.ih - 1) - x0 + 1;
    piece.conv.padding_h = x0 - first;
    piece.conv.oh = piece.windows.ih = end - begin;
    piece.windows.oh = i1 - i0;
    return piece;
  }

 private:
  const ConvGeometry& s_;
  const PoolSizes& p_;
  const Index rows_, per_image_;
};

}  // namespace

bool conv_pool_pays(const ConvGeometry& s, const PoolSizes& p) {
  const bool tiles =
      p.stride_h == p.kh && p.stride_w == p.kw && p.padding_h == 0 && p.padding_w == 0;
  if (!enabled() || !tiles || !is_large(s) || s.padding_h >= s.kh) return false;
  return suffice(rows_of_windows(s, p) * p.stride_h * s.ow, s);
}

bool conv_pool_backward_pays(const ConvGeometry& s, const PoolSizes& p, bool want_dx) {
  if (!conv_pool_pays(s, p)) return false;
  const Index rows = want_dx ? p.oh : rows_of_windows(s, p), tasks = s.n * ceil_div(p.oh, rows);
  if (tasks * weights(s) > kMaxPartials) return false;
  return !want_dx || (s.n >= kMinTasks && map_image(s) <= kPieceFloats);
}

void conv_pool(const ConvGeometry& s, const PoolSizes& p, const Real* x, const Real* w,
               const Real* bias, Real* y, std::uint8_t* winners) {
  const Pieces pieces(s, p, rows_of_windows(s, p));
  parallel_for(pieces.count(), [&](Index task) {
    const Piece piece = pieces[task];
    Buffer z(piece.windows.ih * map_row(s));
    conv_forward(piece.conv, x + piece.x, w, bias, false, z.data());
    max_pool(piece.windows, z.data(), true, y + piece.y, winners + piece.y);
  });
}

void conv_pool_backward(const ConvGeometry& s, const PoolSizes& p, const Real* dy,
                        const std::uint8_t* winners, const Real* x, const Real* w, Real* dx,
                        Real* dw) {
  // A row of dx is a sum over the rows of dz around it. So dx takes whole images.
  const Pieces pieces(s, p, dx != nullptr ? p.oh : rows_of_windows(s, p));
  const Index size = weights(s);
  Buffer partials(dw == nullptr ? 0 : pieces.count() * size);
  parallel_for(pieces.count(), [&](Index task) {
    const Piece piece = pieces[task];
    Buffer dz(piece.windows.ih * map_row(s));
    max_pool_backward(piece.windows, dy + piece.y, winners + piece.y, dz.data());
    if (dx != nullptr) {
      ConvGeometry image = s;
      image.n = 1;
      conv_backward_data(image, dz.data(), w, nullptr, dx + piece.x);
    }
    if (dw != nullptr) {
      conv_backward_weights(piece.conv, x + piece.x, dz.data(), partials.data() + task * size);
    }
  });
  if (dw == nullptr) return;
  std::copy_n(partials.data(), size, dw);
  for (Index task = 1; task < pieces.count(); ++task) {
    for (Index i = 0; i < size; ++i) dw[i] += partials.data()[task * size + i];
  }
}

}  // namespace pixelwise::kernels
