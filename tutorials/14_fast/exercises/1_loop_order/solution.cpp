// Exercise 14.1, solved: j is innermost, so b and c are used along their rows.
#include "tutorials/14_fast/exercises/1_loop_order/exercise.h"

namespace pixelwise::yours {

void multiply(const CountedMatrix& a, const CountedMatrix& b, CountedMatrix& c) {
  for (std::int64_t i = 0; i < a.rows(); ++i) {
    for (std::int64_t k = 0; k < a.columns(); ++k) {
      const Real left = a(i, k);
      for (std::int64_t j = 0; j < b.columns(); ++j) c(i, j) += left * b(k, j);
    }
  }
}

}  // namespace pixelwise::yours
