// Places for the boxes of a graph: in rows, from top to bottom, so that every arrow points down.
//
// The usual way (Sugiyama, Tagawa and Toda, 1981): 1. A box is one row below the lowest of its
// inputs. An arrow that passes rows gets an invisible box in each of them. 2. The boxes of a row
// are ordered by the mean place of their neighbours, a few times up and down. 3. Each box moves
// towards the mean of its neighbours, without touching the next one.
#pragma once

#include <cstddef>
#include <vector>

namespace pixelwise {

struct LayoutPoint {
  double x = 0, y = 0;
};

struct LayoutBox {
  double width = 0, height = 0;
};

/// From a box to a later one (from < to): boxes are in the order of a computation.
struct LayoutArrow {
  std::size_t from = 0, to = 0;
};

struct Layout {
  std::vector<LayoutPoint> boxes;                // upper left corners
  std::vector<std::vector<LayoutPoint>> arrows;  // for each arrow the points that it passes
  double width = 0, height = 0;                  // of everything; it begins at 0, 0
};

struct LayoutGaps {
  double between_boxes = 24, between_rows = 30;
};

/// Throws std::invalid_argument for an arrow that does not lead to a later box.
Layout layered_layout(const std::vector<LayoutBox>& boxes, const std::vector<LayoutArrow>& arrows,
                      const LayoutGaps& gaps = {});

}  // namespace pixelwise
