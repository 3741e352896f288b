// The usual mistakes in the gradient of max-pooling, and what to say of each.
#include <utility>

#include "tutorials/05_pooling/exercises/2_gradient/answer.h"

namespace pixelwise {
namespace {

enum class Slip {
  assigned,
  ones,
  row_and_column,
  exchanged,
  width_is_height,
  anew_per_channel,
  anew_per_image,
  always_first,
  first_image,
  first_channel,
  mean_of_wins,
};

template <Slip slip>
CheckedArray send(const CheckedArray& dy, const std::vector<std::int64_t>& places,
                  const Shape& in) {
  const Shape out = dy.shape();
  CheckedArray dx(in), wins(in);
  for (std::int64_t k = 0; k < out.size(); ++k) {
    const std::int64_t j = k % out[3], i = k / out[3] % out[2];
    const std::int64_t c = k / (out[3] * out[2]) % out[1], n = k / (out[3] * out[2] * out[1]);
    if ((slip == Slip::first_image && n > 0) || (slip == Slip::first_channel && c > 0)) continue;
    const std::int64_t at = slip == Slip::anew_per_channel ? i * out[3] + j
                            : slip == Slip::anew_per_image ? k % (out[1] * out[2] * out[3])
                            : slip == Slip::always_first   ? 0
                                                           : k;
    const std::int64_t place = places[static_cast<std::size_t>(at)];
    const bool by_height = slip == Slip::row_and_column || slip == Slip::width_is_height;
    const std::int64_t across = by_height ? in[2] : in[3];
    std::int64_t row = place / across, column = place % across;
    if (slip == Slip::row_and_column || slip == Slip::exchanged) std::swap(row, column);
    if (slip == Slip::assigned) dx(n, c, row, column) = 0;
    dx(n, c, row, column) += slip == Slip::ones ? 1 : dy(n, c, i, j);
    wins(n, c, row, column) += 1;
  }
  for (std::int64_t k = 0; slip == Slip::mean_of_wins && k < dx.size(); ++k) {
    if (wins.element(k) > 0) dx.element(k) /= wins.element(k);
  }
  return dx;
}

// Every element of a window gets its share, as in average pooling of windows that do not overlap.
CheckedArray to_all(const CheckedArray& dy, const std::vector<std::int64_t>&, const Shape& in) {
  const Shape out = dy.shape();
  const std::int64_t high = in[2] / out[2], wide = in[3] / out[3];
  CheckedArray dx(in);
  for (std::int64_t n = 0; n < in[0]; ++n) {
    for (std::int64_t c = 0; c < in[1]; ++c) {
      for (std::int64_t row = 0; row < out[2] * high; ++row) {
        for (std::int64_t column = 0; column < out[3] * wide; ++column) {
          dx(n, c, row, column) = dy(n, c, row / high, column / wide);
        }
      }
    }
  }
  return dx;
}

}  // namespace

std::vector<Mutant<MaxPoolDx>> mutants() {
  return {
      {"= in place of +=",
       "This is what comes out when a window overwrites (=) what another one has sent. Where "
       "windows overlap, one element can win in several of them: add (+=).",
       send<Slip::assigned>},
      {"dy forgotten",
       "This is what comes out when every winner gets 1. The slope is 1; the gradient is dy times "
       "that.",
       send<Slip::ones>},
      {"everybody gets it",
       "This is what comes out when dy goes to all elements of a window. Only the largest has an "
       "effect on y.",
       to_all},
      {"row and column exchanged",
       "This is what comes out when the place is read as column * H + row. It is row * W + column.",
       send<Slip::row_and_column>},
      {"row = place % W",
       "This is what comes out when row and column are exchanged. Right is: "
       "row = place / W, column = place % W.",
       send<Slip::exchanged>},
      {"W = x_shape[2]",
       "This is what comes out when the place is divided by x_shape[2]. That is H, the number of "
       "rows. W is x_shape[3].",
       send<Slip::width_is_height>},
      {"places read anew for each channel",
       "This is what comes out when the places are read from their beginning again for each "
       "channel. There is one place for each element of dy: go on where the last channel ended.",
       send<Slip::anew_per_channel>},
      {"places read anew for each image",
       "This is what comes out when the places are read from their beginning again for each "
       "image. There is one place for each element of dy: go on where the last image ended.",
       send<Slip::anew_per_image>},
      {"always the first place",
       "This is what comes out when every dy goes to places[0]: the index of the place has to "
       "count on with each element of dy.",
       send<Slip::always_first>},
      {"only the first image",
       "This is what comes out when only the first image of the batch gets a gradient.",
       send<Slip::first_image>},
      {"only the first channel",
       "This is what comes out when only the first channel gets a gradient.",
       send<Slip::first_channel>},
      {"divided by the number of wins",
       "This is what comes out when an element that wins in several windows gets the mean of their "
       "dy. Effects are added up.",
       send<Slip::mean_of_wins>},
  };
}

}  // namespace pixelwise
