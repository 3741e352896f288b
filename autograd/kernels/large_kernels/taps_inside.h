// The taps of a correlation, each with only those pixels for which it is inside the image.
#pragma once

#include <vector>

#include "autograd/kernels/direct/correlation.h"
#include "autograd/kernels/large_kernels/dot_products.h"

namespace pixelwise::kernels {

/// Tap (u, v), inside the image for the outputs (i, j) of two ranges.
struct Tap {
  std::int64_t u, v;
  Range i, j;
  std::int64_t pixels;  // how many, in all images
  std::int64_t first;   // number of the first one among the pixels of all taps
};

class TapsInside {
 public:
  explicit TapsInside(const Correlation& p);

  /// The taps that are inside the image for at least one pixel.
  const std::vector<Tap>& all() const { return all_; }
  std::int64_t pixels() const { return pixels_; }            // of y
  std::int64_t tap_pixels() const { return tap_pixels_; }    // of all taps together
  std::int64_t most_pixels() const { return most_pixels_; }  // of one tap

  /// Calls visit(pixel of x, pixel of y) for the first pixel of each row under the tap.
  template <class Visit>
  void for_each_row(const Tap& tap, Visit visit) const {
    const std::int64_t j = tap.j.begin;
    const std::int64_t column = j * p_.taps_w.step + p_.taps_w.first + tap.v * p_.taps_w.spacing;
    for (std::int64_t n = 0; n < p_.n; ++n) {
      for (std::int64_t i = tap.i.begin; i < tap.i.end; ++i) {
        const std::int64_t h = i * p_.taps_h.step + p_.taps_h.first + tap.u * p_.taps_h.spacing;
        visit((n * p_.in_h + h) * p_.in_w + column, (n * p_.out_h + i) * p_.out_w + j);
      }
    }
  }

  /// The same for every pixel, row by row.
  template <class Visit>
  void for_each_pixel(const Tap& tap, Visit visit) const {
    for_each_row(tap, [&](std::int64_t from, std::int64_t to) {
      for (std::int64_t j = 0; j < tap.j.size(); ++j) {
        visit(from + j * p_.taps_w.step, to + j);
      }
    });
  }

  /// The pixels of all taps: pixel of x, pixel of y.
  std::vector<RowPair> pairs() const;

  /// y[pixel][columns] = sums[pixel][column - columns.begin] + bias. The sums of one pixel are
  /// `row` floats after those of the pixel before.
  void write(Range columns, const float* sums, std::int64_t row) const;

 private:
  const Correlation& p_;
  std::vector<Tap> all_;
  std::int64_t pixels_, tap_pixels_ = 0, most_pixels_ = 0;
};

/// y = bias + the sum of `count` results [n][out_h][out_w][columns], added in their order.
void add_results(const Correlation& p, const float* results, std::int64_t count);

/// Forward, few pixels: in x and in the weights the channels are neighbours.
void correlate_by_dot_products(const Correlation& p, const TapsInside& taps);

}  // namespace pixelwise::kernels
