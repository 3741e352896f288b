// The usual mistakes when a fully connected layer slides over a map, and what to say of each.
#include "tutorials/06_fc_to_conv/exercises/2_slide/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using HeatMapOf = decltype(&yours::heat_map);

namespace {

enum class Slip {
  channels_last,
  transposed,
  flipped,
  side_by_side,
  one_too_small,
  size_of_map,
  place_ignored,
  no_bias,
  bias_for_each_number,
  assigned,
  bias_overwritten,
  first_image,
  first_channel,
  channel_step_k,
  channel_forgotten,
  first_output,
  first_bias,
  places_exchanged,
};

template <Slip slip>
CheckedArray slide(const CheckedArray& map, const CheckedArray& matrix, const CheckedArray& bias,
                   std::int64_t k) {
  const Shape in = map.shape();
  const auto size = [&](std::int64_t cells) {
    return slip == Slip::side_by_side    ? cells / k
           : slip == Slip::one_too_small ? cells - k
           : slip == Slip::size_of_map   ? cells
                                         : cells - k + 1;
  };
  CheckedArray result({in[0], matrix.shape()[0], size(in[2]), size(in[3])});
  const Shape out = result.shape();
  const std::int64_t step = slip == Slip::side_by_side ? k : slip == Slip::place_ignored ? 0 : 1;
  for (std::int64_t n = 0; n < (slip == Slip::first_image ? 1 : out[0]); ++n) {
    for (std::int64_t o = 0; o < out[1]; ++o) {
      for (std::int64_t i = 0; i < out[2]; ++i) {
        for (std::int64_t j = 0; j < out[3]; ++j) {
          const Real b = slip == Slip::no_bias ? 0 : slip == Slip::first_bias ? bias(0) : bias(o);
          Real sum = b;
          const std::int64_t channels = slip == Slip::first_channel ? 1 : in[1];
          for (std::int64_t at = 0; at < channels * k * k; ++at) {
            const std::int64_t c = at / (k * k), u = at / k % k, v = at % k;
            const std::int64_t column = slip == Slip::channels_last       ? (u * k + v) * in[1] + c
                                        : slip == Slip::transposed        ? c * k * k + v * k + u
                                        : slip == Slip::channel_step_k    ? c * k + u * k + v
                                        : slip == Slip::channel_forgotten ? u * k + v
                                        : slip == Slip::flipped ? c * k * k + k * k - 1 - u * k - v
                                                                : at;
            const bool exchanged = slip == Slip::places_exchanged;
            const std::int64_t row = (exchanged ? j : i) * step + u;
            const std::int64_t col = (exchanged ? i : j) * step + v;
            const bool outside = row >= in[2] || col >= in[3];
            if (slip == Slip::size_of_map && outside) continue;
            if (slip == Slip::assigned) sum = b;
            if (slip == Slip::bias_overwritten) sum = 0;
            sum += matrix(slip == Slip::first_output ? 0 : o, column) * map(n, c, row, col);
            if (slip == Slip::bias_for_each_number && at > 0) sum += b;
          }
          result(n, o, i, j) = sum;
        }
      }
    }
  }
  return result;
}

}  // namespace

std::vector<Mutant<HeatMapOf>> mutants() {
  return {
      {"channels fastest",
       "This is what comes out when a block is flattened with its channels last: column (u * k + "
       "v) * C + c. The matrix knows it channel by channel: c * k * k + u * k + v.",
       slide<Slip::channels_last>},
      {"rows and columns exchanged",
       "This is what comes out when number (u, v) of the block meets column v * k + u. The block "
       "is flattened row by row: u * k + v.",
       slide<Slip::transposed>},
      {"flipped",
       "This is what comes out when the numbers of the row meet the block in reverse order. "
       "Nothing is flipped.",
       slide<Slip::flipped>},
      {"blocks side by side",
       "This is what comes out when blocks begin k cells apart. They overlap: the next one begins "
       "one cell further.",
       slide<Slip::side_by_side>},
      {"size without + 1",
       "Your map is one row and one column too small. A map of k rows has one block: H - k + 1.",
       slide<Slip::one_too_small>},
      {"as large as the map",
       "Your result is as large as the map, and blocks that stick out of it count as zeros there. "
       "Only blocks inside of the map are asked for: H - k + 1 rows.",
       slide<Slip::size_of_map>},
      {"the first block everywhere",
       "This is what comes out when every place gets the answer of the block in the upper left "
       "corner. The block at (i, j) begins at row i, column j.",
       slide<Slip::place_ignored>},
      {"bias forgotten",
       "This is what comes out without the bias: add bias(o) to every number of output o.",
       slide<Slip::no_bias>},
      {"bias for each product",
       "This is what comes out when the bias is added once for each product. Add it once to the "
       "sum.",
       slide<Slip::bias_for_each_number>},
      {"= in place of +=",
       "This is what comes out when only the last product counts: products are assigned (=) where "
       "they have to be added up (+=).",
       slide<Slip::assigned>},
      {"= in place of +=, over the bias",
       "This is what comes out when only the last product is left, without the bias: it overwrites "
       "(=) what was there. Products have to be added up (+=).",
       slide<Slip::bias_overwritten>},
      {"only the first image",
       "This is what comes out when only the first image is computed: there has to be a loop over "
       "n.",
       slide<Slip::first_image>},
      {"only the first channel",
       "This is what comes out when only channel 0 is read. The sum runs over all channels.",
       slide<Slip::first_channel>},
      {"c * k for c * k * k",
       "This is what comes out when channel c begins at column c * k. A channel has k * k numbers.",
       slide<Slip::channel_step_k>},
      {"every channel like the first",
       "This is what comes out when every channel of the block meets the columns of channel 0. "
       "Channel c begins at column c * k * k.",
       slide<Slip::channel_forgotten>},
      {"every output with the first row",
       "This is what comes out when every output uses row 0 of the matrix. Output o has row o.",
       slide<Slip::first_output>},
      {"every output with the first bias",
       "This is what comes out when every output gets bias(0). Output o has bias(o).",
       slide<Slip::first_bias>},
      {"i and j exchanged",
       "This is what comes out when the block of place (i, j) begins at row j, column i.",
       slide<Slip::places_exchanged>},
  };
}

}  // namespace pixelwise
