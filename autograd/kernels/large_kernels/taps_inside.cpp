// See taps_inside.h.
//
// Idea: with padding 3, most taps of a 7x7 kernel on a 7x7 map are outside for many pixels. There
// they would multiply zeros. So each tap has the range of rows i and of columns j for which it is
// inside: on 7x7 that leaves 57 % of the products.
// Declines: nothing.
#include "autograd/kernels/large_kernels/taps_inside.h"

#include <algorithm>

#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

using Index = std::int64_t;

float* y_at(const Correlation& p, Index pixel) {
  return p.y + pixel / (p.out_h * p.out_w) * p.y_image + pixel / p.out_w % p.out_h * p.y_row +
         pixel % p.out_w * p.y_pixel;
}

}  // namespace

TapsInside::TapsInside(const Correlation& p) : p_(p), pixels_(p.n * p.out_h * p.out_w) {
  for (Index t = 0; t < p.taps_h.count * p.taps_w.count; ++t) {
    const Index u = t / p.taps_w.count, v = t % p.taps_w.count;
    const Range i = outputs_inside(p.taps_h, u, p.in_h, p.out_h);
    const Range j = outputs_inside(p.taps_w, v, p.in_w, p.out_w);
    const Index pixels = p.n * i.size() * j.size();
    if (pixels == 0) continue;
    all_.push_back({.u = u, .v = v, .i = i, .j = j, .pixels = pixels, .first = tap_pixels_});
    tap_pixels_ += pixels;
    most_pixels_ = std::max(most_pixels_, pixels);
  }
}

std::vector<RowPair> TapsInside::pairs() const {
  std::vector<RowPair> pairs;
  pairs.reserve(static_cast<std::size_t>(tap_pixels_));
  for (const Tap& tap : all_) {
    for_each_pixel(tap, [&](Index from, Index to) {
      pairs.push_back({static_cast<std::int32_t>(from), static_cast<std::int32_t>(to)});
    });
  }
  return pairs;
}

void TapsInside::write(Range columns, const float* sums, Index row) const {
  for (Index i = 0; i < pixels_; ++i, sums += row) {
    float* y = y_at(p_, i);
    for (Index j = columns.begin; j < columns.end; ++j) {
      const float sum = sums[j - columns.begin] + (p_.bias == nullptr ? 0.0f : p_.bias[j]);
      y[j] = sum < p_.floor ? p_.floor : sum;
    }
  }
}

void add_results(const Correlation& p, const float* results, std::int64_t count) {
  const Index pixels = p.n * p.out_h * p.out_w;
  parallel_for(pixels, [&](Index i) {
    float* y = y_at(p, i);
    for (Index j = 0; j < p.columns; ++j) y[j] = p.bias == nullptr ? 0.0f : p.bias[j];
    for (Index k = 0; k < count; ++k) {
      const float* more = results + (k * pixels + i) * p.columns;
      for (Index j = 0; j < p.columns; ++j) y[j] += more[j];
    }
    for (Index j = 0; j < p.columns; ++j) y[j] = y[j] < p.floor ? p.floor : y[j];
  });
}

}  // namespace pixelwise::kernels
