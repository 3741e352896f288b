// The shapes: a synthetic task on which the whole progression of networks trains in a minute.
// Discs, squares, triangles, rings and crosses on a striped background with small clutter; the
// colour of a pixel says object or background, never which kind of object.
#pragma once

#include <cstdint>

#include "datasets/sample.h"

namespace pixelwise {

/// Which of the family of tasks.
enum class ShapesTask {
  segmentation,  // 2 to 4 objects; labels 0 background, 1 disc ... 5 cross, 255 at boundaries
  binary,        // the same images; labels 0 background, 1 object, 255 at boundaries
  classify,      // exactly one object near the centre; a 1x1 mask, 0 disc ... 4 cross
};

/// Example number `index` of a split: the same bits on every machine, and independent of all
/// others. The validation split is the same for every seed. Width and height in pixels, at least
/// 32; the objects keep their size (radius 20 to 36).
Sample make_shapes(ShapesTask task, std::uint64_t seed, Split split, std::int64_t index, int width,
                   int height);

}  // namespace pixelwise
