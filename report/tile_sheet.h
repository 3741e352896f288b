// Small pictures in rows, with words: a title, a heading for each row, a caption under each
// picture, a legend.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "datasets/sample.h"
#include "report/plot.h"

namespace pixelwise {

struct CaptionedTile {
  Image image = {};
  std::string caption = {};
};

struct TileRow {
  std::string heading = {};
  std::vector<CaptionedTile> tiles = {};
};

struct TileSheet {
  std::string title = {};
  std::vector<TileRow> rows = {};
  std::vector<std::pair<Colour, std::string>> legend = {};
  int columns = 4;    // a longer row goes on below
  double tile = 110;  // width of a picture in CSS pixels; its height follows
};

/// Four columns can be read on a telephone.
Diagram sheet_diagram(const TileSheet& sheet);

/// Numbers as colours: white is 0, orange positive, blue negative; the largest size has the full
/// colour. `values` are width x height, row by row.
Image signed_image(const std::vector<double>& values, int width, int height);

/// The legend of signed_image.
std::vector<std::pair<Colour, std::string>> signed_legend();

}  // namespace pixelwise
