// The usual mistakes in the gradient for a convolution's input, and what to say of each.
#include "tutorials/04_convolution/exercises/2_dx/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Dx = decltype(&yours::conv2d_dx);

namespace {

enum class Slip {
  assigned,
  flipped,
  stride_ignored,
  padding_ignored,
  padding_added,
  padding_added_to_rows,
  padding_added_to_columns,
  last_output_channel,
  first_image,
  mean_over_outputs,
  without_dy,
};

template <Slip slip>
CheckedArray spread(const CheckedArray& dy, const CheckedArray& w, const Shape& in,
                    std::int64_t stride, std::int64_t padding) {
  const Shape out = dy.shape();
  const std::int64_t k = w.shape()[2];
  const std::int64_t step = slip == Slip::stride_ignored ? 1 : stride;
  const std::int64_t used = slip == Slip::padding_ignored ? 0 : padding;
  const bool all_added = slip == Slip::padding_added;
  const std::int64_t up = all_added || slip == Slip::padding_added_to_rows ? -used : used;
  const std::int64_t left = all_added || slip == Slip::padding_added_to_columns ? -used : used;
  CheckedArray dx(in);
  const std::int64_t first = slip == Slip::last_output_channel ? out[1] - 1 : 0;
  for (std::int64_t n = 0; n < (slip == Slip::first_image ? 1 : out[0]); ++n) {
    for (std::int64_t o = first; o < out[1]; ++o) {
      for (std::int64_t i = 0; i < out[2]; ++i) {
        for (std::int64_t j = 0; j < out[3]; ++j) {
          for (std::int64_t tap = 0; tap < in[1] * k * k; ++tap) {
            const std::int64_t c = tap / (k * k), u = tap / k % k, v = tap % k;
            const std::int64_t row = i * step + u - up, column = j * step + v - left;
            if (row < 0 || row >= in[2] || column < 0 || column >= in[3]) continue;
            const Real weight =
                slip == Slip::flipped ? w(o, c, k - 1 - u, k - 1 - v) : w(o, c, u, v);
            const Real g = slip == Slip::without_dy ? 1 : dy(n, o, i, j);
            if (slip == Slip::assigned) dx(n, c, row, column) = 0;
            dx(n, c, row, column) +=
                g * weight / static_cast<Real>(slip == Slip::mean_over_outputs ? out[1] : 1);
          }
        }
      }
    }
  }
  return dx;
}

}  // namespace

std::vector<Mutant<Dx>> mutants() {
  return {
      {"= in place of +=",
       "This is what comes out when a tap overwrites dx (=) where it has to add to it (+=): one x "
       "has an effect on several y, and the effects are added up.",
       spread<Slip::assigned>},
      {"kernel flipped",
       "This is what comes out when the kernel is flipped. Flipping is for those who write dx as "
       "another convolution, which gathers; this loop visits the same taps as the forward pass, "
       "and "
       "there x(row, column) met w(o, c, u, v).",
       spread<Slip::flipped>},
      {"stride ignored",
       "This is what comes out when the stride is ignored: output (i, j) has seen rows from "
       "i * stride - padding on.",
       spread<Slip::stride_ignored>},
      {"padding ignored",
       "This is what comes out when the padding is ignored: row i * stride + u of the padded image "
       "is row i * stride + u - padding of x.",
       spread<Slip::padding_ignored>},
      {"padding with the wrong sign",
       "This is what comes out when the padding is added to the row and column; it has to be "
       "subtracted, as in the forward pass.",
       spread<Slip::padding_added>},
      {"padding with the wrong sign, in the rows",
       "This is what comes out when the padding is added to the row; it is right in the column. "
       "The row is i * stride + u - padding.",
       spread<Slip::padding_added_to_rows>},
      {"padding with the wrong sign, in the columns",
       "This is what comes out when the padding is added to the column; it is right in the row. "
       "The column is j * stride + v - padding.",
       spread<Slip::padding_added_to_columns>},
      {"only the last output channel",
       "This is what comes out when only the last output channel sends something back. Every "
       "output "
       "channel has seen x: the sum runs over o as well.",
       spread<Slip::last_output_channel>},
      {"only the first image",
       "This is what comes out when only the first image of the batch gets a gradient: there has "
       "to "
       "be a loop over n.",
       spread<Slip::first_image>},
      {"mean over the output channels",
       "This is what comes out when the sum over the output channels is divided by their number. "
       "The "
       "chain rule adds up; means belong to the loss.",
       spread<Slip::mean_over_outputs>},
      {"dy forgotten",
       "This is what comes out when dy is left out, as if it were 1 everywhere. The derivative of "
       "y "
       "is w; that of the loss is dy * w.",
       spread<Slip::without_dy>},
  };
}

}  // namespace pixelwise
