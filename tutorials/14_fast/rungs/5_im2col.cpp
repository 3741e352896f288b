// Rung 5: a convolution is a product of matrices. im2col ("image to columns") writes all inputs
// under the kernel into a row, one row for each output pixel. What is left is A times B.
#include <algorithm>

#include "tutorials/14_fast/rungs/rung.h"

namespace pixelwise::rungs {

std::vector<float> im2col_matrix(const Sizes& s, const float* x) {
  std::vector<float> matrix(static_cast<std::size_t>(s.n * s.h * s.w * 9 * s.c));  // all zeros
  float* to = matrix.data();
  for (Index n = 0; n < s.n; ++n) {
    for (Index i = 0; i < s.h; ++i) {
      for (Index j = 0; j < s.w; ++j) {
        for (Index u = 0; u < 3; ++u) {
          for (Index v = 0; v < 3; ++v, to += s.c) {
            const Index row = i + u - 1, column = j + v - 1;
            if (row < 0 || row >= s.h || column < 0 || column >= s.w) continue;
            std::copy_n(x + ((n * s.h + row) * s.w + column) * s.c, s.c, to);
          }
        }
      }
    }
  }
  return matrix;
}

void im2col(const Sizes& s, const float* x, const float* w, float* y) {
  const Index rows = s.n * s.h * s.w, inner = 9 * s.c, columns = s.o;
  const std::vector<float> a = im2col_matrix(s, x);   // [rows, inner]
  const std::vector<float> b = weights_by_tap(s, w);  // [inner, columns]
  std::fill_n(y, rows * columns, 0.0f);
  for (Index row = 0; row < rows; ++row) {
    for (Index k = 0; k < inner; ++k) {
      const float left = a[static_cast<std::size_t>(row * inner + k)];
      const float* right = b.data() + k * columns;
      float* sums = y + row * columns;
      for (Index column = 0; column < columns; ++column) sums[column] += left * right[column];
    }
  }
}

}  // namespace pixelwise::rungs
