#include "tutorials/support/number_grid.h"

#include <iomanip>
#include <iostream>
#include <sstream>

namespace pixelwise {

void add_grid(Diagram& diagram, double x, double y, double cell, const Array& matrix,
              const std::string& caption,
              const std::function<std::optional<Colour>(std::int64_t, std::int64_t)>& fill) {
  for (std::int64_t i = 0; i < matrix.shape()[0]; ++i) {
    for (std::int64_t j = 0; j < matrix.shape()[1]; ++j) {
      std::ostringstream number;
      number << matrix(i, j);
      const std::optional<Colour> colour = fill(i, j);
      diagram.boxes.push_back({.x = x + cell * static_cast<double>(j),
                               .y = y + cell * static_cast<double>(i),
                               .width = cell,
                               .height = cell,
                               .text = number.str(),
                               .fill = colour,
                               .strong = false});
    }
  }
  const double width = cell * static_cast<double>(matrix.shape()[1]);
  diagram.captions.push_back(
      {.x = x + width / 2, .y = y - 16, .text = caption, .centred = true, .colour = {}});
}

void print_matrix(const std::string& name, const Array& matrix, int width) {
  std::cout << name << " =";
  for (std::int64_t i = 0; i < matrix.shape()[0]; ++i) {
    std::cout << (i > 0 ? "\n" + std::string(name.size() + 2, ' ') : "");
    for (std::int64_t j = 0; j < matrix.shape()[1]; ++j) {
      std::cout << ' ' << std::setw(width) << matrix(i, j);
    }
  }
  std::cout << '\n';
}

}  // namespace pixelwise
