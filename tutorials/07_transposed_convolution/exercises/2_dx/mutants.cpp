// The usual mistakes in the gradient for a transposed convolution's input, and what to say of each.
#include "tutorials/07_transposed_convolution/exercises/2_dx/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Dx = decltype(&yours::conv_transpose2d_dx);

namespace {

enum class Slip {
  assigned,
  out_in,
  flipped,
  stride_ignored,
  padding_ignored,
  padding_added,
  mean_over_copies,
  first_image,
  last_output_channel,
};

template <Slip slip>
Real weight(const CheckedArray& w, std::int64_t c, std::int64_t o, std::int64_t u, std::int64_t v) {
  const std::int64_t k = w.shape()[2];
  if (slip == Slip::out_in) return w(o, c, u, v);
  if (slip == Slip::flipped) return w(c, o, k - 1 - u, k - 1 - v);
  return w(c, o, u, v);
}

template <Slip slip>
CheckedArray collect(const CheckedArray& dy, const CheckedArray& w, const Shape& in,
                     std::int64_t stride, std::int64_t padding) {
  const Shape out = dy.shape();
  const std::int64_t k = w.shape()[2];
  const std::int64_t step = slip == Slip::stride_ignored ? 1 : stride;
  const std::int64_t shift = slip == Slip::padding_ignored ? 0
                             : slip == Slip::padding_added ? -padding
                                                           : padding;
  const std::int64_t first = slip == Slip::last_output_channel ? out[1] - 1 : 0;
  const Real share = slip == Slip::mean_over_copies ? Real{1} / static_cast<Real>(k * k) : Real{1};
  CheckedArray dx(in);
  for (std::int64_t n = 0; n < (slip == Slip::first_image ? 1 : in[0]); ++n) {
    for (std::int64_t c = 0; c < in[1]; ++c) {
      for (std::int64_t i = 0; i < in[2]; ++i) {
        for (std::int64_t j = 0; j < in[3]; ++j) {
          for (std::int64_t tap = first * k * k; tap < out[1] * k * k; ++tap) {
            const std::int64_t o = tap / (k * k), u = tap / k % k, v = tap % k;
            const std::int64_t row = i * step + u - shift, column = j * step + v - shift;
            if (row < 0 || row >= out[2] || column < 0 || column >= out[3]) continue;
            if (slip == Slip::assigned) dx(n, c, i, j) = 0;
            dx(n, c, i, j) += share * dy(n, o, row, column) * weight<slip>(w, c, o, u, v);
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
       "This is what comes out when only the last tap counts: one x has an effect on many y, and "
       "the effects are added up (+=).",
       collect<Slip::assigned>},
      {"[out, in] for [in, out]",
       "This is what comes out when the kernels are read in the order [O, C, K, K]. They are "
       "[C, O, K, K], the same as in the forward pass.",
       collect<Slip::out_in>},
      {"kernel flipped",
       "This is what comes out when the kernel is flipped. The taps are those of the forward pass: "
       "what (u, v) pasted at a row and column, (u, v) collects from there.",
       collect<Slip::flipped>},
      {"stride ignored",
       "This is what comes out when the copies are looked for one row apart. They were pasted "
       "`stride` rows apart: row = i * stride + u - padding.",
       collect<Slip::stride_ignored>},
      {"padding ignored",
       "This is what comes out when the padding is left out of row and column: the copies moved up "
       "and left by `padding` when y was cut.",
       collect<Slip::padding_ignored>},
      {"padding with the wrong sign",
       "This is what comes out when the padding is added to row and column. It is subtracted, as "
       "in the forward pass.",
       collect<Slip::padding_added>},
      {"a mean in place of a sum",
       "This is what comes out when the sum is divided by K * K, the number of taps. The chain "
       "rule adds up; means belong to the loss.",
       collect<Slip::mean_over_copies>},
      {"only the first image",
       "This is what comes out when only the first image of the batch is computed: there has to be "
       "a loop over n.",
       collect<Slip::first_image>},
      {"only the last output channel",
       "This is what comes out when only the last output channel sends something back: x was "
       "pasted into all of them, so the sum runs over o as well.",
       collect<Slip::last_output_channel>},
  };
}

}  // namespace pixelwise
