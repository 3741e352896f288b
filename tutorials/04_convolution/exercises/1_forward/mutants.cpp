// The usual mistakes in a convolution's forward pass, and what to say of each.
#include "tutorials/04_convolution/exercises/1_forward/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Forward = decltype(&yours::conv2d_forward);

namespace {

enum class Slip {
  flipped,
  kernel_transposed,
  stride_ignored,
  padding_ignored,
  padding_added,
  padding_added_to_rows,
  padding_added_to_columns,
  no_bias,
  bias_for_each_tap,
  bias_for_each_channel,
  assigned,
  bias_overwritten,
  first_channel,
  first_image,
  size_without_one,
};

template <Slip slip>
CheckedArray convolve(const CheckedArray& x, const CheckedArray& w, const CheckedArray& bias,
                      std::int64_t stride, std::int64_t padding) {
  const Shape in = x.shape();
  const std::int64_t k = w.shape()[2], one = slip == Slip::size_without_one ? 0 : 1;
  const auto size = [&](std::int64_t n) { return (n + 2 * padding - k) / stride + one; };
  CheckedArray y({in[0], w.shape()[0], size(in[2]), size(in[3])});
  const Shape out = y.shape();
  const std::int64_t step = slip == Slip::stride_ignored ? 1 : stride;
  const std::int64_t used = slip == Slip::padding_ignored ? 0 : padding;
  const bool all_added = slip == Slip::padding_added;
  const std::int64_t up = all_added || slip == Slip::padding_added_to_rows ? -used : used;
  const std::int64_t left = all_added || slip == Slip::padding_added_to_columns ? -used : used;
  const std::int64_t channels = slip == Slip::first_channel ? 1 : in[1];
  for (std::int64_t n = 0; n < (slip == Slip::first_image ? 1 : out[0]); ++n) {
    for (std::int64_t o = 0; o < out[1]; ++o) {
      for (std::int64_t i = 0; i < out[2]; ++i) {
        for (std::int64_t j = 0; j < out[3]; ++j) {
          const Real b = slip == Slip::no_bias ? 0 : bias(o);
          Real sum = slip == Slip::bias_for_each_tap || slip == Slip::bias_for_each_channel ? 0 : b;
          for (std::int64_t tap = 0; tap < channels * k * k; ++tap) {
            const std::int64_t c = tap / (k * k), u = tap / k % k, v = tap % k;
            if (slip == Slip::bias_for_each_channel && u + v == 0) sum += b;
            const std::int64_t row = i * step + u - up, column = j * step + v - left;
            if (row < 0 || row >= in[2] || column < 0 || column >= in[3]) continue;
            const Real weight = slip == Slip::flipped             ? w(o, c, k - 1 - u, k - 1 - v)
                                : slip == Slip::kernel_transposed ? w(o, c, v, u)
                                                                  : w(o, c, u, v);
            if (slip == Slip::assigned) sum = b;
            if (slip == Slip::bias_overwritten) sum = 0;
            sum += x(n, c, row, column) * weight;
            if (slip == Slip::bias_for_each_tap) sum += b;
          }
          y(n, o, i, j) = sum;
        }
      }
    }
  }
  return y;
}

}  // namespace

std::vector<Mutant<Forward>> mutants() {
  return {
      {"kernel flipped",
       "This is what comes out when the kernel is flipped, as in mathematics. In deep learning tap "
       "(u, v) of the kernel meets row i * stride + u - padding, without turning the kernel round.",
       convolve<Slip::flipped>},
      {"kernel's rows and columns exchanged",
       "This is what comes out when w(o, c, v, u) stands for w(o, c, u, v): u counts rows, v "
       "counts "
       "columns.",
       convolve<Slip::kernel_transposed>},
      {"stride ignored",
       "This is what comes out when the stride is used for the size of y only: output (i, j) "
       "begins "
       "at row i * stride, not at row i.",
       convolve<Slip::stride_ignored>},
      {"padding ignored",
       "This is what comes out when the padding is used for the size of y only: a border of zeros "
       "moves the image, so row i * stride + u of the padded image is row i * stride + u - padding "
       "of x.",
       convolve<Slip::padding_ignored>},
      {"padding with the wrong sign",
       "This is what comes out when the padding is added to the row and column. It has to be "
       "subtracted: the first output begins above the image.",
       convolve<Slip::padding_added>},
      {"padding with the wrong sign, in the rows",
       "This is what comes out when the padding is added to the row; it is right in the column. "
       "The row is i * stride + u - padding.",
       convolve<Slip::padding_added_to_rows>},
      {"padding with the wrong sign, in the columns",
       "This is what comes out when the padding is added to the column; it is right in the row. "
       "The column is j * stride + v - padding.",
       convolve<Slip::padding_added_to_columns>},
      {"bias forgotten",
       "This is what comes out without the bias: add bias(o) to every y(n, o, i, j).",
       convolve<Slip::no_bias>},
      {"bias once for each tap",
       "This is what comes out when the bias is added once for each tap. It belongs to the sum as "
       "a "
       "whole: add it once.",
       convolve<Slip::bias_for_each_tap>},
      {"bias once for each input channel",
       "This is what comes out when the bias is added once for each input channel. It belongs to "
       "the sum as a whole: add it once.",
       convolve<Slip::bias_for_each_channel>},
      {"= in place of +=",
       "This is what comes out when only the last tap counts: products are assigned (=) where they "
       "have to be added up (+=).",
       convolve<Slip::assigned>},
      {"= in place of +=, over the bias",
       "This is what comes out when only the last tap is left, without the bias: it overwrites (=) "
       "the taps before it, and the bias. They have to be added up (+=).",
       convolve<Slip::bias_overwritten>},
      {"only the first input channel",
       "This is what comes out when only input channel 0 is read. Every output channel sees all "
       "input channels: the sum runs over c as well.",
       convolve<Slip::first_channel>},
      {"only the first image",
       "This is what comes out when only the first image of the batch is computed: there has to be "
       "a loop over n.",
       convolve<Slip::first_image>},
      {"size without + 1",
       "Your y is one row and one column too small: (H + 2 padding - K) / stride counts the steps "
       "between outputs, and there is one output more than there are steps.",
       convolve<Slip::size_without_one>},
  };
}

}  // namespace pixelwise
