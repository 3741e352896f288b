// Small arrays: drawn as boxes in diagrams, and printed.
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

/// Prints "name = 1 2", and the next rows below; each number at least `width` wide.
void print_matrix(const std::string& name, const Array& matrix, int width = 1);

}  // namespace pixelwise
