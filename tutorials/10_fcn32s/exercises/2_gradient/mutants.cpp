// The usual mistakes in the gradient of a crop, and what to say of each.
#include <algorithm>

#include "tutorials/10_fcn32s/exercises/2_gradient/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Dlarger = decltype(&yours::crop_and_fuse_dlarger);

namespace {

enum class Slip {
  centre,
  exchanged,
  top_for_both,
  corner,
  far_corner,
  wrong_side,
  negative,
  halved,
  first_image,
  first_class,
};

template <Slip slip>
CheckedArray paste(const CheckedArray& dy, const Shape& larger, std::int64_t top,
                   std::int64_t left) {
  const Shape s = dy.shape();
  if (slip == Slip::exchanged) std::swap(top, left);
  if (slip == Slip::top_for_both) left = top;
  if (slip == Slip::corner) top = left = 0;
  if (slip == Slip::wrong_side) top = -top, left = -left;
  if (slip == Slip::centre) top = (larger[2] - s[2]) / 2, left = (larger[3] - s[3]) / 2;
  if (slip == Slip::far_corner) top = larger[2] - s[2], left = larger[3] - s[3];
  CheckedArray dx(larger);
  for (std::int64_t n = 0; n < (slip == Slip::first_image ? 1 : s[0]); ++n) {
    for (std::int64_t c = 0; c < (slip == Slip::first_class ? 1 : s[1]); ++c) {
      for (std::int64_t h = 0; h < s[2]; ++h) {
        for (std::int64_t w = 0; w < s[3]; ++w) {
          const std::int64_t row = h + top, column = w + left;
          if (slip == Slip::wrong_side && (row < 0 || column < 0)) continue;
          dx(n, c, row, column) = dy(n, c, h, w);
          if (slip == Slip::negative) dx(n, c, row, column) = -dy(n, c, h, w);
          if (slip == Slip::halved) dx(n, c, row, column) = dy(n, c, h, w) / 2;
        }
      }
    }
  }
  return dx;
}

CheckedArray as_it_is(const CheckedArray& dy, const Shape&, std::int64_t, std::int64_t) {
  return dy;
}

// The border repeats the outermost rows and columns of dy.
CheckedArray repeated(const CheckedArray& dy, const Shape& larger, std::int64_t top,
                      std::int64_t left) {
  const Shape s = dy.shape();
  CheckedArray dx(larger);
  for (std::int64_t n = 0; n < larger[0]; ++n) {
    for (std::int64_t c = 0; c < larger[1]; ++c) {
      for (std::int64_t h = 0; h < larger[2]; ++h) {
        for (std::int64_t w = 0; w < larger[3]; ++w) {
          dx(n, c, h, w) = dy(n, c, std::clamp<std::int64_t>(h - top, 0, s[2] - 1),
                              std::clamp<std::int64_t>(w - left, 0, s[3] - 1));
        }
      }
    }
  }
  return dx;
}

// dy stretched over all of the larger map.
CheckedArray stretched(const CheckedArray& dy, const Shape& larger, std::int64_t, std::int64_t) {
  const Shape s = dy.shape();
  CheckedArray dx(larger);
  for (std::int64_t n = 0; n < larger[0]; ++n) {
    for (std::int64_t c = 0; c < larger[1]; ++c) {
      for (std::int64_t h = 0; h < larger[2]; ++h) {
        for (std::int64_t w = 0; w < larger[3]; ++w) {
          dx(n, c, h, w) = dy(n, c, h * s[2] / larger[2], w * s[3] / larger[3]);
        }
      }
    }
  }
  return dx;
}

}  // namespace

std::vector<Mutant<Dlarger>> mutants() {
  return {
      {"pasted into the middle",
       "This is what comes out when dy is pasted into the middle of the larger map. It belongs to "
       "where the crop was: from (top, left) on.",
       paste<Slip::centre>},
      {"top and left exchanged",
       "This is what comes out when `top` moves columns and `left` moves rows. `top` belongs to "
       "rows.",
       paste<Slip::exchanged>},
      {"top for both",
       "This is what comes out when `top` moves rows and columns. Columns move by `left`.",
       paste<Slip::top_for_both>},
      {"the upper left corner",
       "This is what comes out when dy is pasted into the upper left corner. It begins at "
       "(top, left).",
       paste<Slip::corner>},
      {"the lower right corner",
       "This is what comes out when dy is pasted into the lower right corner. It begins at "
       "(top, left).",
       paste<Slip::far_corner>},
      {"minus the offset",
       "This is what comes out with (h - top, w - left) for the place of dy(n, c, h, w). In the "
       "forward pass larger(n, c, h + top, w + left) was added: that is where it goes back.",
       paste<Slip::wrong_side>},
      {"the sign turned",
       "These are the right numbers with the opposite sign. A sum hands its gradient on as it is.",
       paste<Slip::negative>},
      {"halved",
       "These are half of the right numbers. A sum does not share its gradient out: frame and "
       "larger map each get all of it.",
       paste<Slip::halved>},
      {"only the first image",
       "Only the first image of the batch has a gradient: there has to be a loop over n.",
       paste<Slip::first_image>},
      {"only the first class", "Only channel 0 has a gradient: there has to be a loop over c.",
       paste<Slip::first_class>},
      {"dy as it is",
       "Your result is dy itself, in the shape of the frame. That is the gradient of the frame. "
       "The gradient of the larger map has the shape of the larger map.",
       as_it_is},
      {"the border repeated",
       "This is what comes out when the cells that were cut off get the gradient of the nearest "
       "cell inside. They changed nothing, so their gradient is 0.",
       repeated},
      {"stretched",
       "This is dy stretched over the whole larger map. Only the part that was cut out gets a "
       "gradient.",
       stretched},
  };
}

}  // namespace pixelwise
