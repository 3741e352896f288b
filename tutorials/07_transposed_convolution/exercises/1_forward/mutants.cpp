// The usual mistakes in a transposed convolution's forward pass, and what to say of each.
#include "tutorials/07_transposed_convolution/exercises/1_forward/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Forward = decltype(&yours::conv_transpose2d_forward);

namespace {

enum class Slip {
  out_in,
  as_many_as_first,
  as_a_convolution,
  assigned,
  flipped,
  kernel_transposed,
  stride_ignored,
  padding_ignored,
  padding_added,
  padding_moves_down,
  rows_move_down,
  size_of_convolution,
  size_times_stride,
  first_channel,
  first_image,
};

// The kernel number of output o. With the slip out_in it is looked for as in a convolution: where
// inputs and outputs are not equally many, an index does not exist.
template <Slip slip>
Real weight(const CheckedArray& w, std::int64_t c, std::int64_t o, std::int64_t u, std::int64_t v) {
  const std::int64_t k = w.shape()[2];
  const bool out_first =
      slip == Slip::out_in || slip == Slip::as_many_as_first || slip == Slip::as_a_convolution;
  if (out_first) return w(o, c, u, v);
  if (slip == Slip::flipped) return w(c, o, k - 1 - u, k - 1 - v);
  if (slip == Slip::kernel_transposed) return w(c, o, v, u);
  return w(c, o, u, v);
}

template <Slip slip>
std::int64_t size(std::int64_t in, std::int64_t k, std::int64_t stride, std::int64_t padding) {
  if (slip == Slip::size_of_convolution) {
    return std::max<std::int64_t>(1, (in + 2 * padding - k) / stride + 1);
  }
  if (slip == Slip::size_times_stride) return in * stride;
  if (slip == Slip::padding_added) return (in - 1) * stride + k + 2 * padding;
  return (in - 1) * stride + k - 2 * padding;
}

template <Slip slip>
CheckedArray paste(const CheckedArray& x, const CheckedArray& w, std::int64_t stride,
                   std::int64_t padding) {
  const Shape in = x.shape();
  const std::int64_t k = w.shape()[2];
  const bool outputs_first = slip == Slip::as_many_as_first || slip == Slip::as_a_convolution;
  CheckedArray y({in[0], w.shape()[outputs_first ? 0 : 1], size<slip>(in[2], k, stride, padding),
                  size<slip>(in[3], k, stride, padding)});
  const Shape out = y.shape();
  const std::int64_t step = slip == Slip::stride_ignored ? 1 : stride;
  const bool wrong_sign = slip == Slip::padding_added || slip == Slip::padding_moves_down;
  const std::int64_t shift = slip == Slip::padding_ignored ? 0 : wrong_sign ? -padding : padding;
  const std::int64_t channels = slip == Slip::first_channel      ? 1
                                : slip == Slip::as_a_convolution ? w.shape()[1]
                                                                 : in[1];
  for (std::int64_t n = 0; n < (slip == Slip::first_image ? 1 : in[0]); ++n) {
    for (std::int64_t c = 0; c < channels; ++c) {
      for (std::int64_t i = 0; i < in[2]; ++i) {
        for (std::int64_t j = 0; j < in[3]; ++j) {
          for (std::int64_t tap = 0; tap < out[1] * k * k; ++tap) {
            const std::int64_t o = tap / (k * k), u = tap / k % k, v = tap % k;
            const std::int64_t up = slip == Slip::rows_move_down ? -padding : shift;
            const std::int64_t row = i * step + u - up, column = j * step + v - shift;
            if (row < 0 || row >= out[2] || column < 0 || column >= out[3]) continue;
            if (slip == Slip::assigned) y(n, o, row, column) = 0;
            y(n, o, row, column) += x(n, c, i, j) * weight<slip>(w, c, o, u, v);
          }
        }
      }
    }
  }
  return y;
}

}  // namespace

std::vector<Mutant<Forward>> mutants() {
  return {
      {"[out, in] for [in, out]",
       "This is what comes out when the kernels are read in the order [O, C, K, K], as those of a "
       "convolution. Here they are [C, O, K, K]: first the input channel.",
       paste<Slip::out_in>},
      {"O is w's first size",
       "This is what comes out when w's first size is taken for the number of output channels, and "
       "w(o, c) is read. Here w is [C, O, K, K]: O = w.shape()[1], and w(c, o).",
       paste<Slip::as_many_as_first>},
      {"w read as a convolution's",
       "This is what comes out when w is taken for [O, C, K, K], as in a convolution: O, C and "
       "w(o, c). Here w is [C, O, K, K].",
       paste<Slip::as_a_convolution>},
      {"= in place of +=",
       "This is what comes out when a copy overwrites what is there (=). Where copies overlap they "
       "are added up (+=), and so are the copies of all input channels.",
       paste<Slip::assigned>},
      {"kernel flipped",
       "This is what comes out when the kernel is flipped. Flipping belongs to those who gather: "
       "from y's point of view the kernel is turned round. This loop pastes, so kernel number "
       "(u, v) lands at row i * stride + u - padding.",
       paste<Slip::flipped>},
      {"kernel's rows and columns exchanged",
       "This is what comes out when w(c, o, v, u) stands for w(c, o, u, v): u counts rows, v "
       "counts columns.",
       paste<Slip::kernel_transposed>},
      {"stride ignored",
       "This is what comes out when the stride is used for the size of y only: the copy of "
       "x(i, j) begins at row i * stride, not at row i.",
       paste<Slip::stride_ignored>},
      {"padding ignored",
       "This is what comes out when the padding is used for the size of y only. It cuts y off on "
       "all four sides, so each copy moves up and left by `padding`.",
       paste<Slip::padding_ignored>},
      {"padding with the wrong sign",
       "Your y grows with the padding. In a transposed convolution padding cuts off: "
       "OH = (H - 1) stride + K - 2 padding.",
       paste<Slip::padding_added>},
      {"copies moved down by the padding",
       "This is what comes out with row = i * stride + u + padding. Padding cuts rows off above, "
       "so "
       "each copy moves *up*: row = i * stride + u - padding, and the column likewise.",
       paste<Slip::padding_moves_down>},
      {"rows moved down by the padding",
       "Your columns are right, but this is what comes out with row = i * stride + u + padding. "
       "Padding cuts rows off above, so each copy moves *up*: row = i * stride + u - padding.",
       paste<Slip::rows_move_down>},
      {"size of a convolution",
       "Your y has the size that a convolution would give. A transposed convolution makes a map "
       "larger: OH = (H - 1) stride + K - 2 padding.",
       paste<Slip::size_of_convolution>},
      {"size H * stride",
       "Your y has H * stride rows. That is right only where K - 2 padding equals the stride. In "
       "general: OH = (H - 1) stride + K - 2 padding.",
       paste<Slip::size_times_stride>},
      {"only the first input channel",
       "This is what comes out when only input channel 0 is pasted: there has to be a loop over c.",
       paste<Slip::first_channel>},
      {"only the first image",
       "This is what comes out when only the first image of the batch is computed: there has to be "
       "a loop over n.",
       paste<Slip::first_image>},
  };
}

}  // namespace pixelwise
