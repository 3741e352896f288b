#include "report/tile_sheet.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "report/legend.h"

namespace pixelwise {
namespace {

constexpr double kTileMargin = 20, kTileGap = 10, kTextLine = 20, kFirstRow = 44;
constexpr Colour kPositive{213, 94, 0}, kNegative{0, 114, 178}, kFrame{110, 118, 129};

std::uint8_t towards(std::uint8_t full, double share) {
  return static_cast<std::uint8_t>(std::lround(255 + share * (full - 255)));
}

// A diagram takes no smaller images.
Image at_least_2x2(const Image& image) {
  if (image.width > 1 && image.height > 1) return image;
  Image twice(2 * image.width, 2 * image.height, 3);
  for (int y = 0; y < twice.height; ++y) {
    for (int x = 0; x < twice.width; ++x) std::copy_n(image.at(x / 2, y / 2), 3, twice.at(x, y));
  }
  return twice;
}

// One row of pictures, as often as it is broken; returns where the next thing may begin.
double add_row(Diagram& diagram, const TileSheet& sheet, const TileRow& row, double y) {
  if (!row.heading.empty()) {
    diagram.captions.push_back({.x = kTileMargin, .y = y + kTextLine / 2, .text = row.heading});
    y += kTextLine + 4;
  }
  const auto columns = static_cast<std::size_t>(sheet.columns);
  for (std::size_t begin = 0; begin < row.tiles.size(); begin += columns) {
    const std::size_t end = std::min(begin + columns, row.tiles.size());
    double height = 0;
    bool words = false;
    for (std::size_t k = begin; k < end; ++k) {
      const CaptionedTile& tile = row.tiles[k];
      const double x = kTileMargin + static_cast<double>(k - begin) * (sheet.tile + kTileGap);
      const double high = sheet.tile * tile.image.height / std::max(tile.image.width, 1);
      diagram.images.push_back(
          {.x = x, .y = y, .width = sheet.tile, .image = at_least_2x2(tile.image)});
      diagram.boxes.push_back(
          {.x = x, .y = y, .width = sheet.tile, .height = high, .frame = kFrame, .thin = true});
      height = std::max(height, high);
      if (tile.caption.empty()) continue;
      words = true;
      diagram.captions.push_back({.x = x + sheet.tile / 2,
                                  .y = y + high + kTextLine / 2,
                                  .text = tile.caption,
                                  .centred = true});
    }
    y += height + (words ? kTextLine : 0) + kTileGap;
  }
  return y;
}

}  // namespace

Diagram sheet_diagram(const TileSheet& sheet) {
  require(sheet.columns >= 1 && sheet.tile > 0, "sheet_diagram: ", sheet.columns,
          " columns of tiles ", sheet.tile, " wide");
  Diagram diagram{.title = sheet.title};
  std::size_t widest = 1;
  for (const TileRow& row : sheet.rows) widest = std::max(widest, row.tiles.size());
  const auto columns =
      static_cast<double>(std::min<std::size_t>(widest, static_cast<std::size_t>(sheet.columns)));
  const double title = 8.2 * static_cast<double>(sheet.title.size());
  double heading = 0;
  for (const TileRow& row : sheet.rows) {
    heading = std::max(heading, 7.2 * static_cast<double>(row.heading.size()));
  }
  const double tiles = columns * (sheet.tile + kTileGap) - kTileGap;
  diagram.width = static_cast<int>(std::max({tiles, title, heading, 300.0}) + 2 * kTileMargin);
  double y = kFirstRow;
  for (const TileRow& row : sheet.rows) y = add_row(diagram, sheet, row, y) + kTileGap;
  if (!sheet.legend.empty()) y = add_legend(diagram, sheet.legend, kTileMargin, y + 6) - 6;
  diagram.height = static_cast<int>(y + (sheet.legend.empty() ? 0 : kTextLine) + kTileGap);
  return diagram;
}

Image signed_image(const std::vector<double>& values, int width, int height) {
  require(values.size() == static_cast<std::size_t>(width) * static_cast<std::size_t>(height),
          "signed_image: ", values.size(), " values for ", width, "x", height, " pixels");
  double largest = 0;
  for (const double v : values) largest = std::max(largest, std::abs(v));
  Image image(width, height, 3);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double share = largest > 0 ? std::abs(values[i]) / largest : 0;
    const Colour full = values[i] < 0 ? kNegative : kPositive;
    std::uint8_t* pixel = image.pixels.data() + 3 * i;
    pixel[0] = towards(full.r, share), pixel[1] = towards(full.g, share);
    pixel[2] = towards(full.b, share);
  }
  return image;
}

std::vector<std::pair<Colour, std::string>> signed_legend() {
  return {{kPositive, "positive"}, {Colour{255, 255, 255}, "0"}, {kNegative, "negative"}};
}

}  // namespace pixelwise
