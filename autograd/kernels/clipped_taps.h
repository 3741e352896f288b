// The taps of a convolution on a small map, each with just the pixels for which it lies inside the
// image: what the ways of correlate_clipped.cpp have in common.
#pragma once

#include <algorithm>
#include <vector>

#include "autograd/kernels/correlate.h"

namespace pixelwise::kernels {

struct Range {
  std::int64_t begin, end;
  std::int64_t size() const { return std::max<std::int64_t>(0, end - begin); }
};

/// The outputs i in [0, outputs) for which tap t reads inside [0, size).
Range inside(const Taps& taps, std::int64_t t, std::int64_t size, std::int64_t outputs);

/// A tap and its pixels.
struct Tap {
  std::int64_t u, v;
  Range rows, columns;
  std::int64_t pixels;  // of all images
  std::int64_t first;   // where they start among all taps' pixels
};

class ClippedTaps {
 public:
  explicit ClippedTaps(const Correlation& p);

  /// Those that lie inside the image for some pixel.
  const std::vector<Tap>& all() const { return all_; }
  std::int64_t pixels() const { return pixels_; }            // of y
  std::int64_t tap_pixels() const { return tap_pixels_; }    // of all taps together
  std::int64_t most_pixels() const { return most_pixels_; }  // of one tap

  /// Calls visit(index in x, index in y) for the first pixel of each row under the tap.
  template <class Visit>
  void for_each_row(const Tap& tap, Visit visit) const {
    const std::int64_t j = tap.columns.begin;
    const std::int64_t w = j * p_.taps_w.step + p_.taps_w.first + tap.v * p_.taps_w.spacing;
    for (std::int64_t n = 0; n < p_.n; ++n) {
      for (std::int64_t i = tap.rows.begin; i < tap.rows.end; ++i) {
        const std::int64_t h = i * p_.taps_h.step + p_.taps_h.first + tap.u * p_.taps_h.spacing;
        visit((n * p_.h + h) * p_.w + w, (n * p_.out_h + i) * p_.out_w + j);
      }
    }
  }

  /// The same for every pixel, row by row.
  template <class Visit>
  void for_each_pixel(const Tap& tap, Visit visit) const {
    for_each_row(tap, [&](std::int64_t from, std::int64_t to) {
      for (std::int64_t j = 0; j < tap.columns.size(); ++j) {
        visit(from + j * p_.taps_w.step, to + j);
      }
    });
  }

  /// The pixels of all taps: index in x, index in y.
  std::vector<RowPair> pairs() const;

  /// y[pixel][columns] = sums[pixel][column - columns.begin] + bias; `row` floats from pixel to
  /// pixel of the sums.
  void write(Range columns, const float* sums, std::int64_t row) const;

 private:
  const Correlation& p_;
  std::vector<Tap> all_;
  std::int64_t pixels_, tap_pixels_ = 0, most_pixels_ = 0;
};

/// y = bias + the sum of `count` results [n][out_h][out_w][columns], added in their order.
void add_results(const Correlation& p, const float* results, std::int64_t count);

/// Forward, few pixels; x and weights have their k next to each other.
void correlate_by_dot_products(const Correlation& p, const ClippedTaps& taps);

}  // namespace pixelwise::kernels
