#include "datasets/drawing.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "base/labels.h"

namespace pixelwise {
namespace {

Colour colour_of(std::uint8_t id, const Palette& palette) {
  if (id == kVoidLabel) return kVoidColour;
  require(id < palette.size(), "drawing a mask: id ", int{id}, " has no colour in a palette of ",
          palette.size());
  return palette[id];
}

void set(std::uint8_t* pixel, Colour colour) {
  pixel[0] = colour.r;
  pixel[1] = colour.g;
  pixel[2] = colour.b;
}

void blend(std::uint8_t* pixel, Colour colour, double opacity) {
  const auto mix = [opacity](double below, double above) {
    return static_cast<std::uint8_t>(std::lround(below + opacity * (above - below)));
  };
  set(pixel, {mix(pixel[0], colour.r), mix(pixel[1], colour.g), mix(pixel[2], colour.b)});
}

// A pixel with a 4-neighbour of another class (void is none).
bool is_boundary(const Mask& mask, int x, int y) {
  const auto differs = [&](int nx, int ny) {
    return nx >= 0 && ny >= 0 && nx < mask.width && ny < mask.height &&
           mask.at(nx, ny) != kVoidLabel && mask.at(nx, ny) != mask.at(x, y);
  };
  return differs(x - 1, y) || differs(x + 1, y) || differs(x, y - 1) || differs(x, y + 1);
}

void paste(Image& sheet, const Image& tile, int left, int top, int zoom) {
  for (int y = 0; y < tile.height * zoom; ++y) {
    for (int x = 0; x < tile.width * zoom; ++x) {
      std::copy_n(tile.at(x / zoom, y / zoom), 3, sheet.at(left + x, top + y));
    }
  }
}

}  // namespace

Image colourise(const Mask& mask, const Palette& palette) {
  Image image(mask.width, mask.height, 3);
  for (std::size_t i = 0; i < mask.ids.size(); ++i) {
    set(image.pixels.data() + 3 * i, colour_of(mask.ids[i], palette));
  }
  return image;
}

Image overlay(const Image& image, const Mask& mask, const Palette& palette,
              const OverlayOptions& options) {
  require(image.channels == 3 && image.width == mask.width && image.height == mask.height,
          "overlay: a mask of ", mask.width, "x", mask.height, " over an image of ", image.width,
          "x", image.height, " with ", image.channels, " channels; expected RGB of equal size");
  Image result = image;
  for (int y = 0; y < mask.height; ++y) {
    for (int x = 0; x < mask.width; ++x) {
      const std::uint8_t id = mask.at(x, y);
      const Colour colour = colour_of(id, palette);
      if (id == kVoidLabel || id == options.transparent_class) continue;
      const bool is_outline = options.outline && is_boundary(mask, x, y);
      blend(result.at(x, y), colour, is_outline ? 1.0 : options.opacity);
    }
  }
  return result;
}

Image make_sheet(const std::vector<Image>& tiles, const SheetOptions& options) {
  require(!tiles.empty() && options.columns >= 1 && options.zoom >= 1 && options.gap >= 0,
          "make_sheet: ", tiles.size(), " tiles in ", options.columns, " columns, zoom ",
          options.zoom, ", gap ", options.gap,
          "; expected at least one of each and no negative gap");
  int cell_width = 0, cell_height = 0;
  for (const Image& tile : tiles) {
    require(tile.channels == 3 || tile.pixels.empty(), "make_sheet: a tile with ", tile.channels,
            " channels; expected RGB");
    cell_width = std::max(cell_width, tile.width * options.zoom);
    cell_height = std::max(cell_height, tile.height * options.zoom);
  }
  const int count = static_cast<int>(tiles.size());
  const int columns = std::min(options.columns, count);
  const int rows = (count + columns - 1) / columns;
  Image sheet(columns * (cell_width + options.gap) + options.gap,
              rows * (cell_height + options.gap) + options.gap, 3);
  for (std::size_t i = 0; i < sheet.pixels.size(); i += 3) {
    set(sheet.pixels.data() + i, options.background);
  }
  for (int k = 0; k < count; ++k) {
    const Image& tile = tiles[static_cast<std::size_t>(k)];
    const int left = options.gap + k % columns * (cell_width + options.gap);
    const int top = options.gap + k / columns * (cell_height + options.gap);
    paste(sheet, tile, left + (cell_width - tile.width * options.zoom) / 2,
          top + (cell_height - tile.height * options.zoom) / 2, options.zoom);
  }
  return sheet;
}

}  // namespace pixelwise
