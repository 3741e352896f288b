// Numbers as small grids, beside each other where the terminal is wide enough.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "autograd/array.h"

namespace pixelwise {

/// A rectangle of text cells under a title.
struct Grid {
  std::string title;
  std::vector<std::vector<std::string>> cells;
  std::vector<std::vector<bool>> marked = {};  // shown in red, with a star behind the number
};

/// A part of an array as a grid: of rank 4 the plane [n, c], from a row and column on, at most 8x8.
struct Plane {
  std::int64_t n = 0, c = 0, row = 0, column = 0;
};
Grid grid_of(const std::string& name, const Array& array, const Plane& plane,
             const std::function<bool(std::int64_t index)>& mark = nullptr);

/// The grids beside each other, as many as fit into `width`; the others below.
std::string beside(const std::vector<Grid>& grids, int width);

/// A number in few characters: 3, -0.25, 1.2e+05.
std::string short_number(double value);

}  // namespace pixelwise
