// The eight ways in which a camera may have stored a picture, undone.
#pragma once

#include "datasets/sample.h"

namespace pixelwise {

/// The upright image of one that is stored with the EXIF (and TIFF) orientation 1 to 8: 1 upright,
/// 2 mirrored left-right, 3 upside down, 4 mirrored top-bottom, 5 mirrored and turned (transposed),
/// 6 its top at the right, 7 transposed the other way, 8 its top at the left. Other numbers are
/// taken as 1, as other programs do.
Image upright(Image stored, int orientation);

/// True for 5 to 8: width and height change places.
inline bool swaps_sides(int orientation) { return orientation >= 5 && orientation <= 8; }

}  // namespace pixelwise
