// Masks made visible: in colour, over their image, and many pictures on one sheet.
#pragma once

#include <vector>

#include "datasets/palette.h"
#include "datasets/sample.h"

namespace pixelwise {

/// The mask as an RGB image; void in kVoidColour. Throws std::invalid_argument if an id has no
/// colour.
Image colourise(const Mask& mask, const Palette& palette);

struct OverlayOptions {
  double opacity = 0.5;        // of the mask over the image, 0 to 1
  bool outline = true;         // boundaries between classes in full colour
  int transparent_class = -1;  // shown as the image alone (often the background); -1: none
};

/// The mask blended over its RGB image; void pixels show the image alone. Throws
/// std::invalid_argument if the sizes differ or an id has no colour.
Image overlay(const Image& image, const Mask& mask, const Palette& palette,
              const OverlayOptions& options = {});

struct SheetOptions {
  int columns = 1;
  int gap = 6;   // pixels between and around the tiles
  int zoom = 1;  // every pixel of a tile becomes zoom x zoom
  Colour background{255, 255, 255};
};

/// RGB tiles in rows from left to right, each centred in a cell of the largest tile's size. A tile
/// without pixels leaves its cell empty. Throws std::invalid_argument without tiles or columns.
Image make_sheet(const std::vector<Image>& tiles, const SheetOptions& options);

}  // namespace pixelwise
