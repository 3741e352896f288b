#include "tutorials/grader/grid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/check.h"
#include "tutorials/grader/terminal.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kMostCells = 8;

// The grid as lines that are all equally wide; `columns` becomes that width.
std::vector<std::string> lines_of(const Grid& grid, int& columns) {
  int cell = 1;
  for (const auto& row : grid.cells) {
    for (const std::string& text : row) cell = std::max(cell, terminal::columns_of(text));
  }
  const int per_row = grid.cells.empty() ? 0 : static_cast<int>(grid.cells[0].size());
  columns = std::max(terminal::columns_of(grid.title), per_row * (cell + 2));
  std::vector<std::string> lines{terminal::padded(grid.title, columns)};
  for (std::size_t i = 0; i < grid.cells.size(); ++i) {
    std::string line;
    for (std::size_t j = 0; j < grid.cells[i].size(); ++j) {
      const bool marked = !grid.marked.empty() && grid.marked[i][j];
      std::string text =
          " " + terminal::padded(grid.cells[i][j], cell, true) + (marked ? "*" : " ");
      line += marked ? terminal::tinted(text, terminal::Tint::red) : text;
    }
    line += std::string(static_cast<std::size_t>(std::max(0, columns - per_row * (cell + 2))), ' ');
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

std::string short_number(double value) {
  if (std::isnan(value)) return "nan";
  std::array<char, 32> digits{};
  if (value == 0) value = 0;  // no -0
  if (value != 0 && std::abs(value) < 5e-4) {
    std::snprintf(digits.data(), digits.size(), "%.0e", value);
  } else {
    std::snprintf(digits.data(), digits.size(), "%.4g", value);
  }
  return digits.data();
}

Grid grid_of(const std::string& name, const Array& array, const Plane& plane,
             const std::function<bool(std::int64_t)>& mark) {
  Grid grid;
  const Shape& s = array.shape();
  const int rank = s.rank();
  grid.title = name;
  if (rank > 0) grid.title = text(name, " ", s);
  if (rank == 4 && s[0] * s[1] > 1) grid.title += text(" at [", plane.n, ", ", plane.c, "]");
  const std::int64_t rows = rank >= 2 ? s[rank - 2] : 1, columns = rank >= 1 ? s[rank - 1] : 1;
  const std::int64_t top = std::max<std::int64_t>(0, std::min(plane.row, rows - kMostCells));
  const std::int64_t left = std::max<std::int64_t>(0, std::min(plane.column, columns - kMostCells));
  if (top > 0 || left > 0) grid.title += text(" from row ", top, ", column ", left);
  for (std::int64_t i = top; i < std::min(rows, top + kMostCells); ++i) {
    grid.cells.emplace_back();
    grid.marked.emplace_back();
    for (std::int64_t j = left; j < std::min(columns, left + kMostCells); ++j) {
      std::int64_t at = i * columns + j;
      if (rank == 4) at = array.offset(plane.n, plane.c, i, j);
      grid.cells.back().push_back(short_number(static_cast<double>(array(at))));
      grid.marked.back().push_back(mark && mark(at));
    }
  }
  return grid;
}

std::string beside(const std::vector<Grid>& grids, int width) {
  std::string result;
  std::vector<std::string> block;
  int used = 0;
  const auto flush = [&] {
    for (const std::string& line : block) {
      const auto end = line.find_last_not_of(' ');
      result += "  " + line.substr(0, end == std::string::npos ? 0 : end + 1) + "\n";
    }
    block.clear();
    used = 0;
  };
  for (const Grid& grid : grids) {
    int columns = 0;
    const std::vector<std::string> lines = lines_of(grid, columns);
    if (used > 0 && used + 3 + columns > width - 2) flush();
    const std::size_t before = block.size();
    block.resize(std::max(block.size(), lines.size()));
    for (std::size_t i = before; i < block.size(); ++i) {
      block[i] = std::string(static_cast<std::size_t>(used), ' ');
    }
    for (std::size_t i = 0; i < block.size(); ++i) {
      if (used > 0) block[i] += "   ";
      block[i] += i < lines.size() ? lines[i] : std::string(static_cast<std::size_t>(columns), ' ');
    }
    used += columns + (used > 0 ? 3 : 0);
  }
  flush();
  return result;
}

}  // namespace pixelwise
