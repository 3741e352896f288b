// The usual mistakes when a map is cropped and added, and what to say of each.
#include "tutorials/10_fcn32s/exercises/1_crop_and_fuse/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Fuse = decltype(&yours::crop_and_fuse);

namespace {

enum class Slip {
  centre,
  exchanged,
  corner,
  far_corner,
  from_the_end,
  rows_only,
  top_for_both,
  wrong_side,
  crop_only,
  subtracted,
  averaged,
  first_image,
  first_class,
  resized,
};

// The row of `larger` (or the column) for row i of the frame.
template <Slip slip>
std::int64_t place(std::int64_t i, std::int64_t offset, std::int64_t size, std::int64_t larger) {
  if (slip == Slip::centre) return i + (larger - size) / 2;
  if (slip == Slip::corner) return i;
  if (slip == Slip::far_corner) return i + larger - size;
  if (slip == Slip::from_the_end) return i + larger - size - offset;
  if (slip == Slip::wrong_side) return i - offset;
  if (slip == Slip::resized) return i * larger / size;
  return i + offset;
}

template <Slip slip>
CheckedArray fuse(const CheckedArray& frame, const CheckedArray& larger, std::int64_t top,
                  std::int64_t left) {
  if (slip == Slip::exchanged) std::swap(top, left);
  if (slip == Slip::rows_only) left = 0;
  if (slip == Slip::top_for_both) left = top;
  const Shape s = frame.shape(), all = larger.shape();
  CheckedArray y(s);
  for (std::int64_t n = 0; n < s[0]; ++n) {
    for (std::int64_t c = 0; c < s[1]; ++c) {
      for (std::int64_t h = 0; h < s[2]; ++h) {
        for (std::int64_t w = 0; w < s[3]; ++w) {
          const std::int64_t row = place<slip>(h, top, s[2], all[2]);
          const std::int64_t column = place<slip>(w, left, s[3], all[3]);
          const bool outside = slip == Slip::wrong_side && (row < 0 || column < 0);
          Real part = outside ? 0
                              : larger(slip == Slip::first_image ? 0 : n,
                                       slip == Slip::first_class ? 0 : c, row, column);
          if (slip == Slip::subtracted) part = -part;
          y(n, c, h, w) = slip == Slip::crop_only ? part : frame(n, c, h, w) + part;
          if (slip == Slip::averaged) y(n, c, h, w) /= 2;
        }
      }
    }
  }
  return y;
}

// The other way round: the frame is added to the larger map, which keeps its size.
CheckedArray onto_larger(const CheckedArray& frame, const CheckedArray& larger, std::int64_t top,
                         std::int64_t left) {
  const Shape s = frame.shape();
  CheckedArray y = larger;
  for (std::int64_t n = 0; n < s[0]; ++n) {
    for (std::int64_t c = 0; c < s[1]; ++c) {
      for (std::int64_t h = 0; h < s[2]; ++h) {
        for (std::int64_t w = 0; w < s[3]; ++w) y(n, c, h + top, w + left) += frame(n, c, h, w);
      }
    }
  }
  return y;
}

CheckedArray concatenated(const CheckedArray& frame, const CheckedArray& larger, std::int64_t top,
                          std::int64_t left) {
  const Shape s = frame.shape();
  CheckedArray y({s[0], 2 * s[1], s[2], s[3]});
  for (std::int64_t n = 0; n < s[0]; ++n) {
    for (std::int64_t c = 0; c < s[1]; ++c) {
      for (std::int64_t h = 0; h < s[2]; ++h) {
        for (std::int64_t w = 0; w < s[3]; ++w) {
          y(n, c, h, w) = frame(n, c, h, w);
          y(n, s[1] + c, h, w) = larger(n, c, h + top, w + left);
        }
      }
    }
  }
  return y;
}

}  // namespace

std::vector<Mutant<Fuse>> mutants() {
  return {
      {"the middle is cut out",
       "This is what comes out when the middle of the larger map is cut out. The place is given: "
       "cell (top, left) lies under cell (0, 0). A map may have spare cells on one side only.",
       fuse<Slip::centre>},
      {"top and left exchanged",
       "This is what comes out when `top` moves columns and `left` moves rows. `top` belongs to "
       "rows.",
       fuse<Slip::exchanged>},
      {"the upper left corner",
       "This is what comes out when the upper left corner of the larger map is taken. Its cell "
       "(top, left) lies under cell (0, 0) of the frame.",
       fuse<Slip::corner>},
      {"the lower right corner",
       "This is what comes out when the lower right corner of the larger map is taken. Its cell "
       "(top, left) lies under cell (0, 0) of the frame.",
       fuse<Slip::far_corner>},
      {"counted from the lower right end",
       "This is what comes out when `top` and `left` are cells to leave out below and on the "
       "right. "
       "They are left out above and on the left.",
       fuse<Slip::from_the_end>},
      {"rows only",
       "The rows of your crop are the right ones, its columns begin at 0. They begin at `left`.",
       fuse<Slip::rows_only>},
      {"top for both",
       "This is what comes out when `top` moves rows and columns. Columns move by `left`.",
       fuse<Slip::top_for_both>},
      {"minus the offset",
       "This is what comes out when the larger map is read at (h - top, w - left). It goes the "
       "other way: cell (h, w) of the frame lies on (h + top, w + left).",
       fuse<Slip::wrong_side>},
      {"the crop alone",
       "This is the right part of the larger map alone. The numbers of the frame have to be added.",
       fuse<Slip::crop_only>},
      {"subtracted", "This is the frame minus the right part of the larger map. The two are added.",
       fuse<Slip::subtracted>},
      {"averaged", "This is half of the sum: a mean. Scores are added, nothing is divided.",
       fuse<Slip::averaged>},
      {"the first image for all",
       "This is what comes out when every image gets the part of image 0: larger(n, ...), not "
       "larger(0, ...).",
       fuse<Slip::first_image>},
      {"the first class for all",
       "This is what comes out when every class gets the scores of class 0: class c is added to "
       "class c.",
       fuse<Slip::first_class>},
      {"resized",
       "This is what comes out when the larger map is shrunk to the size of the frame. It is not "
       "coarser, it only reaches further: cut a part out of it.",
       fuse<Slip::resized>},
      {"added to the larger map",
       "Your result has the shape of the larger map. It should have the shape of the frame: cut "
       "first.",
       onto_larger},
      {"concatenated",
       "Your result has twice as many channels: one map beside the other. Here the two are added, "
       "number by number.",
       concatenated},
  };
}

}  // namespace pixelwise
