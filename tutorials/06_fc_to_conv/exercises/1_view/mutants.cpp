// The usual mistakes when a matrix becomes filters, and what to say of each.
#include "tutorials/06_fc_to_conv/exercises/1_view/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using AsFilters = decltype(&yours::as_filters);

namespace {

enum class Slip {
  channels_last,
  channels_last_transposed,
  transposed,
  flipped,
  matrix_transposed,
  matrix_read_as_in_out,
  channel_step_k,
  channel_forgotten,
  first_channel,
  first_output,
  row_forgotten,
  shape_channels_last,
};

template <Slip slip>
CheckedArray view(const CheckedArray& matrix, std::int64_t channels, std::int64_t k) {
  const std::int64_t outputs = matrix.shape()[0];
  const bool last = slip == Slip::shape_channels_last;
  CheckedArray filters(last ? Shape{outputs, k, k, channels} : Shape{outputs, channels, k, k});
  for (std::int64_t o = 0; o < outputs; ++o) {
    for (std::int64_t c = 0; c < (slip == Slip::first_channel ? 1 : channels); ++c) {
      for (std::int64_t u = 0; u < k; ++u) {
        for (std::int64_t v = 0; v < k; ++v) {
          const std::int64_t right = c * k * k + u * k + v;
          const std::int64_t column =
              slip == Slip::channels_last              ? (u * k + v) * channels + c
              : slip == Slip::channels_last_transposed ? (v * k + u) * channels + c
              : slip == Slip::transposed               ? c * k * k + v * k + u
              : slip == Slip::flipped                  ? c * k * k + (k - 1 - u) * k + k - 1 - v
              : slip == Slip::channel_step_k           ? c * k + u * k + v
              : slip == Slip::channel_forgotten        ? u * k + v
              : slip == Slip::row_forgotten            ? c * k * k + u + v
                                                       : right;
          const Real value = slip == Slip::matrix_transposed ? matrix(column, o)
                             : slip == Slip::matrix_read_as_in_out
                                 ? matrix.element(column * outputs + o)
                                 : matrix(slip == Slip::first_output ? 0 : o, column);
          (last ? filters(o, u, v, c) : filters(o, c, u, v)) = value;
        }
      }
    }
  }
  return filters;
}

}  // namespace

std::vector<Mutant<AsFilters>> mutants() {
  return {
      {"channels fastest",
       "This is what comes out when the map was flattened with its channels last: column (u * k + "
       "v) * C + c. (Keras flattens like this, and so does element(i), which counts in the order "
       "of memory.) Here channels come first: a whole channel, then the next one.",
       view<Slip::channels_last>},
      {"channels fastest, rows and columns exchanged",
       "This is what comes out with column (v * k + u) * C + c: the order of the three indices is "
       "turned round. Channels come first, then rows, then columns.",
       view<Slip::channels_last_transposed>},
      {"rows and columns exchanged",
       "This is what comes out when v counts rows and u counts columns: each filter is "
       "transposed. u is the row, so it is multiplied by k.",
       view<Slip::transposed>},
      {"flipped",
       "This is what comes out when each filter is turned round. Nothing is flipped here: number "
       "(u, v) of the filter meets number (u, v) of the block.",
       view<Slip::flipped>},
      {"matrix [in, out]",
       "This is what comes out when matrix(column, o) stands for matrix(o, column). The shape is "
       "[O, C k k]: a row for each output.",
       view<Slip::matrix_transposed>},
      {"matrix read as [in, out]",
       "This is what comes out when the list of numbers is read as a matrix [C k k, O]. It is "
       "[O, C k k]: all numbers of output 0 come first.",
       view<Slip::matrix_read_as_in_out>},
      {"c * k for c * k * k",
       "This is what comes out when channel c begins at column c * k. A channel has k * k numbers.",
       view<Slip::channel_step_k>},
      {"every channel like the first",
       "This is what comes out when every channel gets the numbers of channel 0. Channel c begins "
       "at column c * k * k.",
       view<Slip::channel_forgotten>},
      {"only the first channel", "Only channel 0 is filled: there has to be a loop over c.",
       view<Slip::first_channel>},
      {"every filter like the first",
       "This is what comes out when every filter gets row 0 of the matrix. Filter o gets row o.",
       view<Slip::first_output>},
      {"u for u * k",
       "This is what comes out when the next row begins one number later. It begins k numbers "
       "later: u * k.",
       view<Slip::row_forgotten>},
      {"shape [O, k, k, C]",
       "Your numbers are the right ones, but the shape is [O, k, k, C]. The channel is the second "
       "index: [O, C, k, k].",
       view<Slip::shape_channels_last>},
  };
}

}  // namespace pixelwise
