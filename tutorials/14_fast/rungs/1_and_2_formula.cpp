// Rungs 1 and 2: the formula. Seven loops, one for each of its indices. This file is compiled
// twice: without optimisation as plain_formula (rung 1), and with it (rung 2).
#include "tutorials/14_fast/rungs/rung.h"

#ifndef RUNGS_FORMULA
#define RUNGS_FORMULA formula
#endif

namespace pixelwise::rungs {

void RUNGS_FORMULA(const Sizes& s, const float* x, const float* w, float* y) {
  // [loops]
  for (Index n = 0; n < s.n; ++n) {
    for (Index o = 0; o < s.o; ++o) {
      for (Index i = 0; i < s.h; ++i) {
        for (Index j = 0; j < s.w; ++j) {
          float sum = 0;
          for (Index c = 0; c < s.c; ++c) {
            for (Index u = 0; u < 3; ++u) {
              for (Index v = 0; v < 3; ++v) {
                const Index row = i + u - 1, column = j + v - 1;
                if (row < 0 || row >= s.h || column < 0 || column >= s.w) continue;
                sum += x[((n * s.c + c) * s.h + row) * s.w + column] *
                       w[((o * s.c + c) * 3 + u) * 3 + v];
              }
            }
          }
          y[((n * s.o + o) * s.h + i) * s.w + j] = sum;
        }
      }
    }
  }
  // [/loops]
}

}  // namespace pixelwise::rungs
