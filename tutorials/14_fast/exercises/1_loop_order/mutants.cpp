// The usual mistakes in a product of matrices, and its slow orders.
#include "tutorials/14_fast/exercises/1_loop_order/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Multiply = decltype(&yours::multiply);

namespace {

enum class Slip { none, assigned, a_exchanged, b_exchanged, c_exchanged, last_left_out };

// The order is that of the letters, from the outermost loop to the innermost.
template <Slip slip, char outer, char middle>
void in_order(const CountedMatrix& a, const CountedMatrix& b, CountedMatrix& c) {
  const auto size = [&](char letter) {
    const std::int64_t inner = a.columns() - (slip == Slip::last_left_out ? 1 : 0);
    return letter == 'i' ? a.rows() : letter == 'j' ? b.columns() : inner;
  };
  constexpr char kInner = static_cast<char>('i' + 'j' + 'k' - outer - middle);
  std::int64_t at[3] = {};
  std::int64_t &first = at[outer - 'i'], &second = at[middle - 'i'], &third = at[kInner - 'i'];
  for (first = 0; first < size(outer); ++first) {
    for (second = 0; second < size(middle); ++second) {
      for (third = 0; third < size(kInner); ++third) {
        const auto [i, j, k] = at;
        const Real product = (slip == Slip::a_exchanged ? a(k, i) : a(i, k)) *
                             (slip == Slip::b_exchanged ? b(j, k) : b(k, j));
        Real& sum = slip == Slip::c_exchanged ? c(j, i) : c(i, j);
        sum = slip == Slip::assigned ? product : sum + product;
      }
    }
  }
}

// One sum for a whole row of c, as if it were set to 0 too far outside.
void carried_over(const CountedMatrix& a, const CountedMatrix& b, CountedMatrix& c) {
  for (std::int64_t i = 0; i < a.rows(); ++i) {
    Real sum = 0;
    for (std::int64_t j = 0; j < b.columns(); ++j) {
      for (std::int64_t k = 0; k < a.columns(); ++k) sum += a(i, k) * b(k, j);
      c(i, j) = sum;
    }
  }
}

}  // namespace

std::vector<Mutant<Multiply>> mutants() {
  return {
      {"k innermost",
       "So many lines are loaded when the innermost loop counts k: from one turn to the next b(k, "
       "j) "
       "goes to the next row, and of the 8 numbers in its line only one is used.",
       in_order<Slip::none, 'i', 'j'>},
      {"i innermost",
       "So many lines are loaded when the innermost loop counts i: from one turn to the next "
       "a(i, k) and c(i, j) both go to the next row, and of the 8 numbers in a line only one is "
       "used. This is the slowest of all orders.",
       in_order<Slip::none, 'j', 'k'>},
      {"= in place of +=",
       "This is what comes out when only the last product is left: each c(i, j) is a sum over k, "
       "so "
       "products are added (+=), not assigned (=).",
       in_order<Slip::assigned, 'i', 'k'>},
      {"a with its indices exchanged",
       "This is what comes out when a(k, i) stands for a(i, k): the first index is the row. Row i "
       "of "
       "a meets column j of b.",
       in_order<Slip::a_exchanged, 'i', 'k'>},
      {"b with its indices exchanged",
       "This is what comes out when b(j, k) stands for b(k, j): the first index is the row. Row i "
       "of "
       "a meets column j of b.",
       in_order<Slip::b_exchanged, 'i', 'k'>},
      {"c with its indices exchanged",
       "This is what comes out when c(j, i) stands for c(i, j): the result is transposed.",
       in_order<Slip::c_exchanged, 'i', 'k'>},
      {"the last k left out",
       "This is what comes out when the last k is left out of the sums: k goes from 0 to "
       "a.columns() - 1, so the loop runs while k < a.columns().",
       in_order<Slip::last_left_out, 'i', 'k'>},
      {"the sum carried over",
       "This is what comes out when the sum goes on from one c(i, j) to the next in its row: each "
       "begins with 0.",
       carried_over},
  };
}

}  // namespace pixelwise
