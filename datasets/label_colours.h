// Masks that are read by colour: from colours to class ids.
#pragma once

#include <string>

#include "datasets/palette.h"
#include "datasets/sample.h"

namespace pixelwise {

/// Why this RGB image is not taken as a mask: how many colours it has, which are the most
/// frequent, whose palette they may be, and how to read it.
std::string explain_rgb_labels(const Image& rgb);

/// Class i where the colour is palette[i], void where it is `void_colour`. Throws
/// std::runtime_error for any other, with path, pixel, how many colours are unknown, and what to
/// do.
Mask ids_of_colours(const std::string& path, const Image& rgb, const Palette& palette,
                    Colour void_colour);

}  // namespace pixelwise
