// Lesson 11: a map made twice as large by interpolation, in plain loops, and the way back of its
// gradient.
#pragma once

#include "autograd/array.h"

namespace pixelwise {

// Every number of a map [N, C, H, W] pastes a copy of the bilinear 4x4 kernel into a map
// [N, C, 2H, 2W] (lesson 07: stride 2, padding 1). Calls paste(n, c, i, j, row, column, weight).
template <class Paste>
void for_each_paste(const Shape& s, const Paste& paste) {
  constexpr Real kTent[4] = {0.25, 0.75, 0.75, 0.25};
  for (std::int64_t n = 0; n < s[0]; ++n) {
    for (std::int64_t c = 0; c < s[1]; ++c) {
      for (std::int64_t i = 0; i < s[2]; ++i) {
        for (std::int64_t j = 0; j < s[3]; ++j) {
          for (std::int64_t tap = 0; tap < 16; ++tap) {
            const std::int64_t u = tap / 4, v = tap % 4;
            const std::int64_t row = 2 * i + u - 1, column = 2 * j + v - 1;
            const bool inside = row >= 0 && row < 2 * s[2] && column >= 0 && column < 2 * s[3];
            if (inside) paste(n, c, i, j, row, column, kTent[u] * kTent[v]);
          }
        }
      }
    }
  }
}

/// x [N, C, H, W] -> [N, C, 2H, 2W].
inline Array twice_as_large(const Array& x) {
  const Shape s = x.shape();
  Array y({s[0], s[1], 2 * s[2], 2 * s[3]});
  for_each_paste(s, [&](auto n, auto c, auto i, auto j, auto row, auto column, Real weight) {
    y(n, c, row, column) += weight * x(n, c, i, j);
  });
  return y;
}

/// The gradient of x, from that of y = twice_as_large(x): [N, C, 2H, 2W] -> [N, C, H, W].
inline Array back_through_twice_as_large(const Array& dy) {
  const Shape s({dy.shape()[0], dy.shape()[1], dy.shape()[2] / 2, dy.shape()[3] / 2});
  Array dx(s);
  for_each_paste(s, [&](auto n, auto c, auto i, auto j, auto row, auto column, Real weight) {
    dx(n, c, i, j) += weight * dy(n, c, row, column);
  });
  return dx;
}

}  // namespace pixelwise
