// The usual mistakes in the offset of a crop, and what to say of each.
#include "tutorials/09_where_is_a_score/exercises/2_crop/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Crop = decltype(&yours::crop_offset);

namespace {

CheckedArray line(Real slope, Real offset) { return Array({2}, {slope, offset}); }

CheckedArray difference(const CheckedArray& a, const CheckedArray& b) {
  return line(b(0) / a(0), b(1) - a(1));
}
CheckedArray exchanged(const CheckedArray& a, const CheckedArray& b) {
  return line(a(0) / b(0), a(1) - a(0) * b(1) / b(0));
}
CheckedArray not_inverted(const CheckedArray& a, const CheckedArray& b) {
  return line(b(0) * a(0), b(0) * a(1) + b(1));
}
CheckedArray wrong_sign(const CheckedArray& a, const CheckedArray& b) {
  return line(b(0) / a(0), b(1) + b(0) * a(1) / a(0));
}
CheckedArray not_divided(const CheckedArray& a, const CheckedArray& b) {
  return line(b(0) / a(0), b(1) - b(0) * a(1));
}
CheckedArray turned_round(const CheckedArray& a, const CheckedArray& b) {
  return line(b(0) / a(0), -(b(1) - b(0) * a(1) / a(0)));
}
CheckedArray offset_first(const CheckedArray& a, const CheckedArray& b) {
  return line(b(1) - b(0) * a(1) / a(0), b(0) / a(0));
}
CheckedArray slope_turned_round(const CheckedArray& a, const CheckedArray& b) {
  return line(a(0) / b(0), b(1) - b(0) * a(1) / a(0));
}
CheckedArray slope_1(const CheckedArray& a, const CheckedArray& b) {
  return line(1, b(1) - b(0) * a(1) / a(0));
}

}  // namespace

std::vector<Mutant<Crop>> mutants() {
  return {
      {"difference of the shifts",
       "This is what comes out when the two shifts are subtracted. That is right only if the maps "
       "have the same a. Go through the image: which pixel lies under cell 0 of the frame?",
       difference},
      {"frame and larger map exchanged",
       "This is the way from the larger map to the frame. You are asked for the way from the frame "
       "to the larger map.",
       exchanged},
      {"frame not inverted",
       "This is what comes out when the frame's line is used as it is. It leads from pixels to "
       "cells; you begin with a cell and need the pixel: x = (cell - b) / a.",
       not_inverted},
      {"sign of the frame's shift",
       "This is what comes out with x = b / a for the pixel under cell 0. From a x + b = 0 follows "
       "x = -b / a.",
       wrong_sign},
      {"shift of the frame not divided",
       "This is what comes out with x = -b for the pixel under cell 0. From a x + b = 0 follows "
       "x = -b / a.",
       not_divided},
      {"offset with the opposite sign",
       "The size of your offset is right, its sign is not. It is the cell of the larger map under "
       "cell 0 of the frame, so it is positive where the larger map begins earlier.",
       turned_round},
      {"offset and slope exchanged",
       "These are the right two numbers in the wrong order: first the slope, then the offset.",
       offset_first},
      {"slope turned round",
       "The offset is right. The slope is turned round: one cell of the frame is 1 / a_frame "
       "pixels, and one pixel is a_larger cells of the larger map.",
       slope_turned_round},
      {"slope always 1",
       "The offset is right. The slope has to be 1 for a crop to fit, and you are asked whether "
       "it is: how many cells of the larger map make one cell of the frame?",
       slope_1},
  };
}

}  // namespace pixelwise
