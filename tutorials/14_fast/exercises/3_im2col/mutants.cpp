// The usual mistakes in im2col, and what to say of each.
#include <algorithm>

#include "tutorials/14_fast/exercises/3_im2col/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Im2col = decltype(&yours::im2col);

namespace {

enum class Slip {
  none,
  channels_outside,
  taps_exchanged,
  flipped,
  padding_ignored,
  padding_added,
  border_repeated,
  stride_ignored,
  columns_first,
  first_image,
  first_channel,
  transposed,
};

template <Slip slip>
CheckedArray matrix_of(const CheckedArray& x, std::int64_t k, std::int64_t stride,
                       std::int64_t padding) {
  const Shape in = x.shape();
  const std::int64_t channels = in[1], oh = (in[2] + 2 * padding - k) / stride + 1,
                     ow = (in[3] + 2 * padding - k) / stride + 1;
  const std::int64_t rows = in[0] * oh * ow, columns = k * k * channels;
  const std::int64_t step = slip == Slip::stride_ignored ? 1 : stride;
  const std::int64_t shift = slip == Slip::padding_ignored ? 0
                             : slip == Slip::padding_added ? -padding
                                                           : padding;
  const bool transposed = slip == Slip::transposed;
  CheckedArray matrix({transposed ? columns : rows, transposed ? rows : columns});
  for (std::int64_t to_row = 0; to_row < rows; ++to_row) {
    const std::int64_t n = to_row / (oh * ow), pixel = to_row % (oh * ow);
    if (slip == Slip::first_image && n > 0) continue;
    const bool down = slip == Slip::columns_first;
    const std::int64_t i = down ? pixel % oh : pixel / ow, j = down ? pixel / oh : pixel % ow;
    for (std::int64_t to = 0; to < columns; ++to) {
      const bool outside = slip == Slip::channels_outside;
      const std::int64_t c = outside ? to / (k * k) : to % channels;
      const std::int64_t tap = outside ? to % (k * k) : to / channels;
      if (slip == Slip::first_channel && c > 0) continue;
      std::int64_t u = tap / k, v = tap % k;
      if (slip == Slip::taps_exchanged) std::swap(u, v);
      if (slip == Slip::flipped) u = k - 1 - u, v = k - 1 - v;
      std::int64_t row = i * step + u - shift, column = j * step + v - shift;
      if (slip == Slip::border_repeated) {
        row = std::clamp<std::int64_t>(row, 0, in[2] - 1);
        column = std::clamp<std::int64_t>(column, 0, in[3] - 1);
      }
      if (row < 0 || row >= in[2] || column < 0 || column >= in[3]) continue;
      Real& element = transposed ? matrix(to, to_row) : matrix(to_row, to);
      element = x(n, c, row, column);
    }
  }
  return matrix;
}

}  // namespace

std::vector<Mutant<Im2col>> mutants() {
  return {
      {"channels outside",
       "This is what comes out when column (c K + u) K + v stands for (u K + v) C + c: channels "
       "change fastest here, as they do in memory.",
       matrix_of<Slip::channels_outside>},
      {"u and v exchanged",
       "This is what comes out when u and v are exchanged: u counts rows, v counts columns, and "
       "column (u K + v) C + c of the matrix belongs to tap (u, v).",
       matrix_of<Slip::taps_exchanged>},
      {"kernel flipped",
       "This is what comes out when the taps are written in the opposite order. Tap (0, 0) is the "
       "first one.",
       matrix_of<Slip::flipped>},
      {"padding ignored",
       "This is what comes out when the padding is used for the number of rows only: row "
       "i * stride + u of the padded image is row i * stride + u - padding of x.",
       matrix_of<Slip::padding_ignored>},
      {"padding with the wrong sign",
       "This is what comes out when the padding is added to the row and column. It has to be "
       "subtracted: the first output begins above the image.",
       matrix_of<Slip::padding_added>},
      {"border repeated",
       "This is what comes out when the outermost pixels are repeated outside of the image. "
       "Outside, x is zero.",
       matrix_of<Slip::border_repeated>},
      {"stride ignored",
       "This is what comes out when the stride is used for the number of rows only: output (i, j) "
       "begins at row i * stride of the image, not at row i.",
       matrix_of<Slip::stride_ignored>},
      {"pixels column by column",
       "This is what comes out when the outputs are written column by column. Output (i, j) is row "
       "(n OH + i) OW + j: j changes fastest.",
       matrix_of<Slip::columns_first>},
      {"only the first image",
       "This is what comes out when only the first image is written down: the row begins with "
       "n OH OW.",
       matrix_of<Slip::first_image>},
      {"only the first channel",
       "This is what comes out when only channel 0 is written down: each tap has C columns.",
       matrix_of<Slip::first_channel>},
      {"matrix transposed",
       "This is the matrix with rows and columns exchanged. Each output pixel has a row, each tap "
       "and channel a column.",
       matrix_of<Slip::transposed>},
  };
}

}  // namespace pixelwise
