// How the maps of a network lie on its image: what `pixelwise align` shows.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "layers/module.h"
#include "models/coordinate_map.h"

namespace pixelwise {

/// One layer that has parameters or changes coordinates, in the order of the forward pass.
struct AlignedLayer {
  std::string name;  // "conv1_1"; pools are counted, "pool1"; without a name, the operation's
  Shape shape;       // of its output
  CoordinateMap rows, columns;  // from the image to its output
  double field = 1;             // pixels of the image that one cell depends on, along the rows
};

struct AlignmentReport {
  std::vector<AlignedLayer> layers;
  /// Where maps meet: the name of the one that is cropped, and the row and column from which on it
  /// is used (0 where it fits as it is). The last one, "score", is the crop to the image.
  std::vector<std::pair<std::string, std::int64_t>> offsets;
};

/// Runs the network once, in evaluation mode, on a black image [N, C, H, W] of a size that it
/// takes, and watches. Throws std::invalid_argument where maps that meet cannot be brought together
/// by cropping.
AlignmentReport align(Network& network, const Shape& input);

}  // namespace pixelwise
