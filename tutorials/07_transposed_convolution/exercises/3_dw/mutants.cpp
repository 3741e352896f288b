// The usual mistakes in the gradient for a transposed convolution's kernels, and what to say of
// each.
#include "tutorials/07_transposed_convolution/exercises/3_dw/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Dw = decltype(&yours::conv_transpose2d_dw);

namespace {

enum class Slip {
  assigned,
  out_in,
  flipped,
  stride_ignored,
  padding_ignored,
  mean_over_places,
  mean_over_images,
  first_image,
};

template <Slip slip>
CheckedArray gather(const CheckedArray& dy, const CheckedArray& x, const Shape& shape,
                    std::int64_t stride, std::int64_t padding) {
  const Shape in = x.shape(), out = dy.shape();
  const std::int64_t k = shape[2], step = slip == Slip::stride_ignored ? 1 : stride,
                     shift = slip == Slip::padding_ignored ? 0 : padding;
  const std::int64_t divisor = slip == Slip::mean_over_places   ? in[2] * in[3]
                               : slip == Slip::mean_over_images ? in[0]
                                                                : 1;
  CheckedArray dw(slip == Slip::out_in ? Shape{shape[1], shape[0], k, k} : shape);
  for (std::int64_t n = 0; n < (slip == Slip::first_image ? 1 : in[0]); ++n) {
    for (std::int64_t place = 0; place < in[2] * in[3]; ++place) {
      const std::int64_t i = place / in[3], j = place % in[3];
      for (std::int64_t at = 0; at < shape.size(); ++at) {
        const std::int64_t c = at / (out[1] * k * k), o = at / (k * k) % out[1], u = at / k % k,
                           v = at % k;
        const std::int64_t row = i * step + u - shift, column = j * step + v - shift;
        if (row < 0 || row >= out[2] || column < 0 || column >= out[3]) continue;
        Real& to = slip == Slip::out_in    ? dw(o, c, u, v)
                   : slip == Slip::flipped ? dw(c, o, k - 1 - u, k - 1 - v)
                                           : dw(c, o, u, v);
        if (slip == Slip::assigned) to = 0;
        to += dy(n, o, row, column) * x(n, c, i, j) / static_cast<Real>(divisor);
      }
    }
  }
  return dw;
}

}  // namespace

std::vector<Mutant<Dw>> mutants() {
  return {
      {"= in place of +=",
       "This is what comes out when only the last place counts: the kernel was pasted once for "
       "every number of x, and all these effects are added up (+=).",
       gather<Slip::assigned>},
      {"[out, in] for [in, out]",
       "These are the right numbers in the order [O, C, K, K]. The gradient has the shape and the "
       "order of w: [C, O, K, K].",
       gather<Slip::out_in>},
      {"kernel flipped",
       "These are the right numbers with each kernel turned round: dw(c, o, u, v) belongs to the "
       "same u and v as in the forward pass.",
       gather<Slip::flipped>},
      {"stride ignored",
       "This is what comes out when the copies are looked for one row apart. They were pasted "
       "`stride` rows apart: row = i * stride + u - padding.",
       gather<Slip::stride_ignored>},
      {"padding ignored",
       "This is what comes out when the padding is left out of row and column: the copies moved up "
       "and left by `padding` when y was cut.",
       gather<Slip::padding_ignored>},
      {"a mean over all places",
       "This is what comes out when the sum is divided by H * W. Nothing is divided: if the loss "
       "is a mean, that is already inside of dy.",
       gather<Slip::mean_over_places>},
      {"a mean over the images",
       "This is what comes out when the sum is divided by the number of images. Nothing is "
       "divided: if the loss is a mean, that is already inside of dy.",
       gather<Slip::mean_over_images>},
      {"only the first image",
       "This is what comes out when only the first image of the batch is computed: there has to be "
       "a loop over n.",
       gather<Slip::first_image>},
  };
}

}  // namespace pixelwise
