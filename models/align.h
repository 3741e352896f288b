// Where the maps of a network are on its image: what `pixelwise align` shows.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "layers/module.h"
#include "models/coordinate_map.h"

namespace pixelwise {

/// One layer that has parameters or changes coordinates. Layers are in forward order.
struct AlignedLayer {
  std::string name;  // "conv1_1"; pools are counted, "pool1"; without a name, the operation's
  Shape shape;       // of its output
  CoordinateMap rows, columns;  // from the image to its output
  double field = 1;             // pixels of the image that one cell depends on, along the rows
};

struct AlignmentReport {
  std::vector<AlignedLayer> layers;
  /// Where maps meet: the name of the map that is cropped, and its first row and column that are
  /// used (0 if it fits without a crop). The last one, "score", is the crop to the image.
  std::vector<std::pair<std::string, std::int64_t>> offsets;
};

/// Runs the network once, in evaluation mode, on a black image [N, C, H, W], and watches. The
/// network must accept this size. Throws std::invalid_argument if no crop aligns maps that meet.
AlignmentReport align(Network& network, const Shape& input);

}  // namespace pixelwise
