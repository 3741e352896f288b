// Rung 8: fewer products, by Winograd's method (vectors/winograd.cpp). Rung 9: several threads.
#include <algorithm>
#include <memory>

#include "base/parallel.h"
#include "tutorials/14_fast/rungs/rung.h"
#include "tutorials/14_fast/rungs/vectors/loops.h"

namespace pixelwise::rungs {
namespace {

Index rounded_up(Index value, Index multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

// One call of winograd() or many_threads(). A *band* is a row of tiles: two rows of y.
class Winograd {
 public:
  Winograd(const Sizes& s, const float* x, const float* w, float* y)
      : s_(s),
        x_(x),
        y_(y),
        tiles_((s.w + 1) / 2),
        c_(rounded_up(s.c, loops_.lanes)),
        o_(rounded_up(s.o, loops_.tile_columns)),
        filters_(new float[static_cast<std::size_t>(16 * c_ * o_)]) {
    const std::vector<float> taps = weights_by_tap(s, w);
    std::vector<float> wide(static_cast<std::size_t>(9 * c_ * o_));  // zeros around [9, C, O]
    for (Index i = 0; i < 9 * s.c; ++i) {
      std::copy_n(taps.data() + i * s.o, s.o, wide.data() + (i / s.c * c_ + i % s.c) * o_);
    }
    loops_.winograd_filters(c_, o_, wide.data(), filters_.get());
  }

  Index bands() const { return s_.n * ((s_.h + 1) / 2); }

  // Bands write to different rows of y, so several threads may each do some.
  void do_bands(Index begin, Index end) const {
    const Index x_size = 4 * (2 * tiles_ + 2) * c_, v_size = 16 * tiles_ * c_,
                m_size = 16 * tiles_ * o_, y_size = 4 * tiles_ * o_;
    const std::unique_ptr<float[]> memory(
        new float[static_cast<std::size_t>(x_size + v_size + m_size + y_size)]);
    float* const x = memory.get();
    const WinogradRow row{.tiles = tiles_,
                          .c = c_,
                          .o = o_,
                          .x = x,
                          .filters = filters_.get(),
                          .v = x + x_size,
                          .m = x + x_size + v_size,
                          .y = x + x_size + v_size + m_size};
    std::fill_n(x, x_size, 0.0f);
    for (Index band = begin; band < end; ++band) {
      copy_inputs(band, x);
      loops_.winograd_row(row);
      copy_outputs(band, row.y);
    }
  }

 private:
  // Four rows of x, with zeros above, below, left and right of the image.
  void copy_inputs(Index band, float* to) const {
    const Index per_image = (s_.h + 1) / 2, n = band / per_image, top = band % per_image * 2 - 1;
    const Index to_row = (2 * tiles_ + 2) * c_;
    for (Index i = 0; i < 4; ++i, to += to_row) {
      const Index row = top + i;
      if (row < 0 || row >= s_.h) {
        std::fill_n(to, to_row, 0.0f);
        continue;
      }
      for (Index j = 0; j < s_.w; ++j) {
        std::copy_n(x_ + ((n * s_.h + row) * s_.w + j) * s_.c, s_.c, to + (j + 1) * c_);
      }
    }
  }

  void copy_outputs(Index band, const float* from) const {
    const Index per_image = (s_.h + 1) / 2, n = band / per_image, top = band % per_image * 2;
    for (Index i = 0; i < std::min<Index>(2, s_.h - top); ++i) {
      for (Index j = 0; j < s_.w; ++j) {
        std::copy_n(from + (i * 2 * tiles_ + j) * o_, s_.o,
                    y_ + ((n * s_.h + top + i) * s_.w + j) * s_.o);
      }
    }
  }

  const VectorLoops& loops_ = widest_loops();
  const Sizes s_;
  const float* x_;
  float* y_;
  Index tiles_, c_, o_;  // c and o rounded up to whole vectors
  std::unique_ptr<float[]> filters_;
};

}  // namespace

void winograd(const Sizes& s, const float* x, const float* w, float* y) {
  const Winograd work(s, x, w, y);
  work.do_bands(0, work.bands());
}

void many_threads(const Sizes& s, const float* x, const float* w, float* y) {
  const Winograd work(s, x, w, y);
  parallel_ranges(work.bands(), 2, [&](Index begin, Index end) { work.do_bands(begin, end); });
}

}  // namespace pixelwise::rungs
