// The usual mistakes in max-pooling, and what to say of each.
#include <algorithm>

#include "tutorials/05_pooling/exercises/1_max_pool/answer.h"

namespace pixelwise {
namespace {

enum class Slip {
  begins_with_zero,
  zero_at_corner,
  last_of_ties,
  mean,
  minimum,
  stride_is_k,
  stride_one,
  rounded_up,
  sticks_out,
  place_in_window,
  place_of_first,
  place_column_first,
  place_output_width,
  place_with_channel,
  place_with_image,
};

// Where the winner is said to be.
template <Slip slip>
std::int64_t place(const Shape& in, const Shape& out, std::int64_t n, std::int64_t c,
                   std::int64_t row, std::int64_t column) {
  const std::int64_t here = row * in[3] + column, image = in[2] * in[3];
  if (slip == Slip::place_column_first) return column * in[2] + row;
  if (slip == Slip::place_output_width) return row * out[3] + column;
  if (slip == Slip::place_with_channel) return c * image + here;
  if (slip == Slip::place_with_image) return (n * in[1] + c) * image + here;
  return here;
}

template <Slip slip>
yours::MaxPooled pool(const CheckedArray& x, std::int64_t k, std::int64_t stride) {
  const Shape in = x.shape();
  const bool up = slip == Slip::rounded_up || slip == Slip::sticks_out;
  const std::int64_t extra = up ? stride - 1 : 0;
  // Reading outside of the image is an index error, unless a window is cut off where it sticks out.
  const auto end = [&](std::int64_t begin, std::int64_t size) {
    return slip == Slip::rounded_up ? std::min(begin + k, size) : begin + k;
  };
  const auto size = [&](std::int64_t n) { return (n - k + extra) / stride + 1; };
  yours::MaxPooled result{CheckedArray({in[0], in[1], size(in[2]), size(in[3])}), {}};
  const Shape out = result.y.shape();
  for (std::int64_t at = 0; at < out.size(); ++at) {
    const std::int64_t j = at % out[3], i = at / out[3] % out[2];
    const std::int64_t c = at / (out[3] * out[2]) % out[1], n = at / (out[3] * out[2] * out[1]);
    const std::int64_t step = slip == Slip::stride_is_k ? k : slip == Slip::stride_one ? 1 : stride;
    const std::int64_t top = i * step, left = j * step;
    std::int64_t best_row = top, best_column = left;
    Real sum = 0, count = 0;
    bool found = slip != Slip::zero_at_corner;
    for (std::int64_t row = top; row < end(top, in[2]); ++row) {
      for (std::int64_t column = left; column < end(left, in[3]); ++column) {
        const Real value = x(n, c, row, column), best = found ? x(n, c, best_row, best_column) : 0;
        sum += value;
        count += 1;
        const bool wins = slip == Slip::last_of_ties ? value >= best
                          : slip == Slip::minimum    ? value < best
                                                     : value > best;
        if (wins) best_row = row, best_column = column, found = true;
      }
    }
    const Real winner = found ? x(n, c, best_row, best_column) : 0;
    result.y(n, c, i, j) = slip == Slip::mean               ? sum / count
                           : slip == Slip::begins_with_zero ? std::max<Real>(winner, 0)
                                                            : winner;
    result.places.push_back(
        slip == Slip::place_in_window  ? (best_row - top) * k + best_column - left
        : slip == Slip::place_of_first ? top * in[3] + left
                                       : place<slip>(in, out, n, c, best_row, best_column));
  }
  return result;
}

}  // namespace

std::vector<Mutant<MaxPool>> mutants() {
  return {
      {"begins with 0",
       "This is what comes out when 0 stands for the largest element so far: where all elements of "
       "a window are negative, 0 is returned, which is none of them. Begin with the window's first "
       "element.",
       pool<Slip::begins_with_zero>},
      {"begins with 0, at the window's corner",
       "This is what comes out when 0 stands for the largest element so far, and the window's "
       "corner for its place: where no element is above 0, both stay. Begin with the window's "
       "first element.",
       pool<Slip::zero_at_corner>},
      {"last of ties",
       "y is right, but where elements are equal, the place of the last is kept (>=). The first "
       "wins: replace it only by a larger one (>).",
       pool<Slip::last_of_ties>},
      {"mean", "This is the mean of each window: average pooling. Take its largest element.",
       pool<Slip::mean>},
      {"minimum", "This is the smallest element of each window, not the largest.",
       pool<Slip::minimum>},
      {"windows k apart",
       "This is what comes out when windows begin k rows and columns apart. They begin `stride` "
       "apart: with k = 3 and stride 1 they overlap.",
       pool<Slip::stride_is_k>},
      {"stride ignored",
       "This is what comes out when windows begin one row and column apart. Window (i, j) begins "
       "at row i * stride, column j * stride.",
       pool<Slip::stride_one>},
      {"rounded up",
       "Your y has a last row or column of windows that stick out of the image. Windows that do "
       "not fit are left out: (H - k) / stride is rounded down.",
       pool<Slip::rounded_up>},
      {"rounded up, and read outside",
       "This is what happens when the number of windows is rounded up: the last window sticks out "
       "of the image. Windows that do not fit are left out: (H - k) / stride is rounded down.",
       pool<Slip::sticks_out>},
      {"place inside of the window",
       "y is right, but your places count from the corner of the window. They should count from "
       "the corner of the image: row * W + column.",
       pool<Slip::place_in_window>},
      {"place of the window's corner",
       "y is right, but your places are those of each window's first element. Remember the place "
       "whenever a new winner is found.",
       pool<Slip::place_of_first>},
      {"column * H + row",
       "y is right, but your places are column * H + row. Rows are counted first: row * W + "
       "column.",
       pool<Slip::place_column_first>},
      {"row * OW + column",
       "y is right, but your places are row * OW + column, with the width of y. The place is in x: "
       "row * W + column.",
       pool<Slip::place_output_width>},
      {"the channel inside of the place",
       "y is right, but your places go on counting from channel to channel. In each channel they "
       "begin with 0 again: row * W + column.",
       pool<Slip::place_with_channel>},
      {"image and channel inside of the place",
       "y is right, but your places go on counting from image to image and from channel to "
       "channel. In each channel of each image they begin with 0 again: row * W + column.",
       pool<Slip::place_with_image>},
  };
}

}  // namespace pixelwise
