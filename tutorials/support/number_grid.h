// Number grids in diagrams: small arrays drawn as boxes.
#pragma once

#include <functional>
#include <string>

#include "autograd/array.h"
#include "report/plot.h"

namespace pixelwise {

/// Adds a matrix as a grid of boxes whose upper left corner is at (x, y), under a caption. `fill`
/// chooses the colour of a cell; no colour is white.
void add_grid(Diagram& diagram, double x, double y, double cell, const Array& matrix,
              const std::string& caption,
              const std::function<std::optional<Colour>(std::int64_t, std::int64_t)>& fill);

}  // namespace pixelwise
