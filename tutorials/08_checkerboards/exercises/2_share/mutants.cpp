// The usual mistakes in the share of pattern, and what to say of each.
#include <cmath>

#include "tutorials/08_checkerboards/exercises/2_share/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Share = decltype(&yours::pattern_share);

namespace {

enum class Slip {
  blocks,
  kernel_itself,
  copies_counted,
  columns_forgotten,
  mean_of_kernel,
  mean_left_out,
  not_divided,
  mean_of_squares,
  divided_by_square_of_sum,
  root,
  one_minus,
};

template <Slip slip>
CheckedArray measure(const CheckedArray& kernel, std::int64_t stride) {
  const std::int64_t k = kernel.shape()[0];
  const std::int64_t side = slip == Slip::kernel_itself ? k : stride;
  const std::int64_t across = slip == Slip::columns_forgotten ? 1 : side;
  CheckedArray kinds({side, across});
  for (std::int64_t u = 0; u < k; ++u) {
    for (std::int64_t v = 0; v < k; ++v) {
      const std::int64_t r = slip == Slip::blocks ? u * side / k : u % side;
      const std::int64_t c = slip == Slip::blocks ? v * side / k : v % across;
      kinds(r, c) += slip == Slip::copies_counted ? 1 : kernel(u, v);
    }
  }
  const auto count = static_cast<Real>(side * across);
  Real sum = 0, squares = 0, distances = 0;
  for (std::int64_t r = 0; r < side; ++r) {
    for (std::int64_t c = 0; c < across; ++c) {
      sum += kinds(r, c);
      squares += kinds(r, c) * kinds(r, c);
    }
  }
  Real mean = sum / count;
  if (slip == Slip::mean_of_kernel) mean = sum / static_cast<Real>(k * k);
  if (slip == Slip::mean_left_out) mean = 0;
  for (std::int64_t r = 0; r < side; ++r) {
    for (std::int64_t c = 0; c < across; ++c) {
      distances += (kinds(r, c) - mean) * (kinds(r, c) - mean);
    }
  }
  Real divisor = squares;
  if (slip == Slip::not_divided) divisor = 1;
  if (slip == Slip::mean_of_squares) divisor = count;
  if (slip == Slip::divided_by_square_of_sum) divisor = sum * sum;
  CheckedArray share({1});
  share(0) = distances / divisor;
  if (slip == Slip::root) share(0) = std::sqrt(share(0));
  if (slip == Slip::one_minus) share(0) = 1 - share(0);
  return share;
}

}  // namespace

std::vector<Mutant<Share>> mutants() {
  return {
      {"neighbours summed",
       "This is what comes out when neighbouring numbers of the kernel are summed. Copies lie "
       "`stride` pixels apart, so numbers that are `stride` apart meet: u % stride.",
       measure<Slip::blocks>},
      {"the kernel itself measured",
       "This is the share of the kernel's own numbers. In the result several of them meet on one "
       "pixel: sum those first.",
       measure<Slip::kernel_itself>},
      {"copies counted",
       "This is the share for a kernel of ones: it says how uneven the overlap is. The numbers of "
       "the kernel count, too.",
       measure<Slip::copies_counted>},
      {"kinds of rows only",
       "This is what comes out when pixels of one row are taken as one kind. Columns repeat as "
       "well: there are stride * stride kinds.",
       measure<Slip::columns_forgotten>},
      {"mean of the kernel",
       "This is what comes out with the mean of the k * k numbers of the kernel. m is the mean of "
       "the pixels: of stride * stride sums.",
       measure<Slip::mean_of_kernel>},
      {"mean not subtracted",
       "A share of 1 for every kernel comes out when m is 0. Subtract the mean of the pixels.",
       measure<Slip::mean_left_out>},
      {"not divided",
       "This is the sum of all (v - m) squared. The share is this, divided by the sum of all v "
       "squared.",
       measure<Slip::not_divided>},
      {"divided by the number of pixels",
       "This is the mean of all (v - m) squared, the variance. The share divides their sum by the "
       "sum of all v squared.",
       measure<Slip::mean_of_squares>},
      {"divided by the square of the sum",
       "This is what comes out when the sum of all v is squared. First square each v, then sum.",
       measure<Slip::divided_by_square_of_sum>},
      {"root taken", "This is the root of the share. The share is of squares, without a root.",
       measure<Slip::root>},
      {"1 - share",
       "This is the share that the mean takes, 1 - share. An even result has the share 0.",
       measure<Slip::one_minus>},
  };
}

}  // namespace pixelwise
