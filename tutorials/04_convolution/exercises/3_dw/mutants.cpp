// The usual mistakes in the gradient for a convolution's kernels, and what to say of each.
#include "tutorials/04_convolution/exercises/3_dw/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Dw = decltype(&yours::conv2d_dw);

namespace {

enum class Slip {
  assigned,
  stride_ignored,
  padding_ignored,
  padding_added,
  padding_added_to_rows,
  padding_added_to_columns,
  first_image,
  mean_over_images,
  mean_over_places,
  flipped,
  rows_and_columns,
};

template <Slip slip>
CheckedArray collect(const CheckedArray& dy, const CheckedArray& x, const Shape& kernel,
                     std::int64_t stride, std::int64_t padding) {
  const Shape in = x.shape(), out = dy.shape();
  const std::int64_t k = kernel[2], step = slip == Slip::stride_ignored ? 1 : stride;
  const std::int64_t used = slip == Slip::padding_ignored ? 0 : padding;
  const bool all_added = slip == Slip::padding_added;
  const std::int64_t up = all_added || slip == Slip::padding_added_to_rows ? -used : used;
  const std::int64_t left = all_added || slip == Slip::padding_added_to_columns ? -used : used;
  const std::int64_t divisor = slip == Slip::mean_over_images   ? out[0]
                               : slip == Slip::mean_over_places ? out[2] * out[3]
                                                                : 1;
  CheckedArray dw(kernel);
  for (std::int64_t n = 0; n < (slip == Slip::first_image ? 1 : out[0]); ++n) {
    for (std::int64_t o = 0; o < out[1]; ++o) {
      for (std::int64_t i = 0; i < out[2]; ++i) {
        for (std::int64_t j = 0; j < out[3]; ++j) {
          for (std::int64_t tap = 0; tap < in[1] * k * k; ++tap) {
            const std::int64_t c = tap / (k * k), u = tap / k % k, v = tap % k;
            const std::int64_t row = i * step + u - up, column = j * step + v - left;
            if (row < 0 || row >= in[2] || column < 0 || column >= in[3]) continue;
            Real& sum = slip == Slip::flipped            ? dw(o, c, k - 1 - u, k - 1 - v)
                        : slip == Slip::rows_and_columns ? dw(o, c, v, u)
                                                         : dw(o, c, u, v);
            if (slip == Slip::assigned) sum = 0;
            sum += dy(n, o, i, j) * x(n, c, row, column) / static_cast<Real>(divisor);
          }
        }
      }
    }
  }
  return dw;
}

}  // namespace

std::vector<Mutant<Dw>> mutants() {
  return {
      {"= in place of +=",
       "This is what comes out when a tap overwrites dw (=) where it has to add to it (+=): one "
       "number of the kernel is used at every place of every image.",
       collect<Slip::assigned>},
      {"stride ignored",
       "This is what comes out when the stride is ignored: output (i, j) has seen rows from "
       "i * stride - padding on.",
       collect<Slip::stride_ignored>},
      {"padding ignored",
       "This is what comes out when the padding is ignored: row i * stride + u of the padded image "
       "is row i * stride + u - padding of x.",
       collect<Slip::padding_ignored>},
      {"padding with the wrong sign",
       "This is what comes out when the padding is added to the row and column; it has to be "
       "subtracted, as in the forward pass.",
       collect<Slip::padding_added>},
      {"padding with the wrong sign, in the rows",
       "This is what comes out when the padding is added to the row; it is right in the column. "
       "The row is i * stride + u - padding.",
       collect<Slip::padding_added_to_rows>},
      {"padding with the wrong sign, in the columns",
       "This is what comes out when the padding is added to the column; it is right in the row. "
       "The column is j * stride + v - padding.",
       collect<Slip::padding_added_to_columns>},
      {"only the first image",
       "This is what comes out when only the first image of the batch counts. All images use the "
       "same kernel: the sum runs over n as well.",
       collect<Slip::first_image>},
      {"mean over the images",
       "This is what comes out when the sum is divided by the number of images. The chain rule "
       "adds "
       "up; if the loss is a mean, that division is already inside of dy.",
       collect<Slip::mean_over_images>},
      {"mean over the places",
       "This is what comes out when the sum is divided by the number of places, OH * OW. The chain "
       "rule adds up; if the loss is a mean, that division is already inside of dy.",
       collect<Slip::mean_over_places>},
      {"kernel flipped",
       "This is what comes out when dw is stored flipped: tap (u, v) belongs to dw(o, c, u, v).",
       collect<Slip::flipped>},
      {"kernel's rows and columns exchanged",
       "This is what comes out when dw(o, c, v, u) stands for dw(o, c, u, v): u counts rows, v "
       "counts columns.",
       collect<Slip::rows_and_columns>},
  };
}

}  // namespace pixelwise
