// The usual mistakes when a weight of Keras is brought into our order, and what to say of each.
#include <utility>

#include "tutorials/06_fc_to_conv/exercises/4_keras/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using FromKeras = decltype(&yours::from_keras);

namespace {

enum class Slip {
  only_transposed,
  other_way,
  rows_and_columns,
  columns_first_in_theirs,
  flipped,
  not_transposed,
  read_as_out_in,
  result_in_out,
  first_output,
  channels_by_channel_step,
};

template <Slip slip>
CheckedArray convert(const CheckedArray& theirs, std::int64_t channels, std::int64_t k) {
  const std::int64_t outputs = theirs.shape()[1], inputs = channels * k * k;
  const bool in_out = slip == Slip::result_in_out;
  CheckedArray ours(in_out ? Shape{inputs, outputs} : Shape{outputs, inputs});
  for (std::int64_t o = 0; o < outputs; ++o) {
    for (std::int64_t at = 0; at < inputs; ++at) {
      const std::int64_t c = at / (k * k), u = at / k % k, v = at % k;
      std::int64_t from = (u * k + v) * channels + c, to = at;
      if (slip == Slip::only_transposed) from = at;
      if (slip == Slip::other_way) std::swap(from, to);
      if (slip == Slip::rows_and_columns) to = c * k * k + v * k + u;
      if (slip == Slip::columns_first_in_theirs) from = (u * channels + c) * k + v;
      if (slip == Slip::flipped) to = c * k * k + k * k - 1 - u * k - v;
      if (slip == Slip::channels_by_channel_step) from = (u * k + v) * k + c;
      const Real value = slip == Slip::not_transposed ? theirs(o, from)
                         : slip == Slip::read_as_out_in
                             ? theirs.element(o * inputs + from)
                             : theirs(from, slip == Slip::first_output ? 0 : o);
      (in_out ? ours(to, o) : ours(o, to)) = value;
    }
  }
  return ours;
}

}  // namespace

std::vector<Mutant<FromKeras>> mutants() {
  return {
      {"only transposed",
       "This is the transposed matrix, and nothing more. The shape fits, but input number 1 is "
       "channel 1 of the first pixel in their order, and the second pixel of channel 0 in ours.",
       convert<Slip::only_transposed>},
      {"reordered the other way",
       "This is what comes out when their inputs are taken for ours, and brought into Keras's "
       "order: the permutation the other way round. Read from (u * k + v) * C + c, write to c * k "
       "* k + u * k + v.",
       convert<Slip::other_way>},
      {"rows and columns exchanged",
       "This is what comes out when rows and columns of the map are exchanged on the way. Both "
       "orders go through a map row by row.",
       convert<Slip::rows_and_columns>},
      {"row, channel, column",
       "This is what comes out when their order is taken for row, channel, column. It is row, "
       "column, channel: (u * k + v) * C + c.",
       convert<Slip::columns_first_in_theirs>},
      {"flipped", "This is what comes out when each channel is turned round. Nothing is flipped.",
       convert<Slip::flipped>},
      {"theirs(o, input)",
       "This is what comes out when theirs(o, input) is read. Their shape is [in, out]: the "
       "output is the second index.",
       convert<Slip::not_transposed>},
      {"read as [out, in]",
       "This is what comes out when their list of numbers is read as if output 0 came first. In "
       "[in, out] the numbers of one input stand together.",
       convert<Slip::read_as_out_in>},
      {"result [in, out]",
       "The inputs are in our order now, but the shape is [in, out]. Exchange the indices: a row "
       "for each output.",
       convert<Slip::result_in_out>},
      {"every output like the first",
       "This is what comes out when every row gets the numbers of output 0.",
       convert<Slip::first_output>},
      {"k for the number of channels",
       "This is what comes out when a pixel of theirs has k numbers. It has C of them, one for "
       "each channel: (u * k + v) * C + c.",
       convert<Slip::channels_by_channel_step>},
  };
}

}  // namespace pixelwise
