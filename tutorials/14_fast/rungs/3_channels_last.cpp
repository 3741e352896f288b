// Rung 3: the same sums, with the channels of a pixel beside each other in memory. The innermost
// loop now goes from one number to its neighbour, in x and in w.
#include "tutorials/14_fast/rungs/rung.h"

namespace pixelwise::rungs {

void channels_last(const Sizes& s, const float* x, const float* w, float* y) {
  for (Index n = 0; n < s.n; ++n) {
    for (Index i = 0; i < s.h; ++i) {
      for (Index j = 0; j < s.w; ++j) {
        for (Index o = 0; o < s.o; ++o) {
          float sum = 0;
          for (Index u = 0; u < 3; ++u) {
            for (Index v = 0; v < 3; ++v) {
              const Index row = i + u - 1, column = j + v - 1;
              if (row < 0 || row >= s.h || column < 0 || column >= s.w) continue;
              const float* pixel = x + ((n * s.h + row) * s.w + column) * s.c;
              const float* tap = w + ((o * 3 + u) * 3 + v) * s.c;
              for (Index c = 0; c < s.c; ++c) sum += pixel[c] * tap[c];
            }
          }
          y[((n * s.h + i) * s.w + j) * s.o + o] = sum;
        }
      }
    }
  }
}

}  // namespace pixelwise::rungs
