// Rung 4: another order of the same loops, with the output channels innermost. Each turn of this
// loop adds to another sum, so no turn waits for the one before it: the compiler does several at
// once.
#include <algorithm>

#include "tutorials/14_fast/rungs/rung.h"

namespace pixelwise::rungs {

void outputs_inside(const Sizes& s, const float* x, const float* w, float* y) {
  const std::vector<float> taps = weights_by_tap(s, w);
  std::fill_n(y, s.n * s.h * s.w * s.o, 0.0f);
  for (Index n = 0; n < s.n; ++n) {
    for (Index i = 0; i < s.h; ++i) {
      for (Index j = 0; j < s.w; ++j) {
        float* sums = y + ((n * s.h + i) * s.w + j) * s.o;
        for (Index u = 0; u < 3; ++u) {
          for (Index v = 0; v < 3; ++v) {
            const Index row = i + u - 1, column = j + v - 1;
            if (row < 0 || row >= s.h || column < 0 || column >= s.w) continue;
            // [inner]
            for (Index c = 0; c < s.c; ++c) {
              const float pixel = x[((n * s.h + row) * s.w + column) * s.c + c];
              const float* weight = taps.data() + ((u * 3 + v) * s.c + c) * s.o;
              for (Index o = 0; o < s.o; ++o) sums[o] += pixel * weight[o];
            }
            // [/inner]
          }
        }
      }
    }
  }
}

std::vector<float> weights_by_tap(const Sizes& s, const float* w) {
  const Index rows = 9 * s.c;
  std::vector<float> taps(static_cast<std::size_t>(rows * s.o));
  float* to = taps.data();
  for (Index row = 0; row < rows; ++row) {
    for (Index o = 0; o < s.o; ++o) *to++ = w[o * rows + row];
  }
  return taps;
}

}  // namespace pixelwise::rungs
