#include "report/layered_layout.h"

#include <algorithm>
#include <limits>

#include "base/check.h"

namespace pixelwise {
namespace {

// A box, or the invisible one of an arrow that passes a row.
struct Vertex {
  LayoutBox size;
  std::size_t row = 0;
  double x = 0;  // its middle
  std::vector<std::size_t> above = {}, below = {};
};

using Row = std::vector<std::size_t>;

// One row below the lowest input. What has no input stands right above the first that uses it.
std::vector<std::size_t> rows_of(std::size_t boxes, const std::vector<LayoutArrow>& arrows) {
  std::vector<std::size_t> row(boxes, 0), nearest(boxes, boxes);
  std::vector<bool> has_input(boxes, false);
  std::vector<LayoutArrow> sorted = arrows;  // inputs first
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const LayoutArrow& a, const LayoutArrow& b) { return a.to < b.to; });
  for (const LayoutArrow& arrow : sorted) {
    row[arrow.to] = std::max(row[arrow.to], row[arrow.from] + 1);
    has_input[arrow.to] = true;
  }
  for (const LayoutArrow& arrow : arrows) {
    nearest[arrow.from] = std::min(nearest[arrow.from], row[arrow.to]);
  }
  for (std::size_t k = 0; k < boxes; ++k) {
    if (!has_input[k] && nearest[k] < boxes) row[k] = nearest[k] - 1;
  }
  return row;
}

double mean_x(const std::vector<Vertex>& vertices, const std::vector<std::size_t>& neighbours,
              double otherwise) {
  if (neighbours.empty()) return otherwise;
  double sum = 0;
  for (const std::size_t n : neighbours) sum += vertices[n].x;
  return sum / static_cast<double>(neighbours.size());
}

// Moves the vertices of a row as near to `wanted` as their widths allow, in their order (least
// squares). Taken off the widths to the left, positions must not fall: where the wanted ones do,
// neighbours become a block with their mean ("pool adjacent violators").
void place_row(std::vector<Vertex>& vertices, const Row& row, const std::vector<double>& wanted,
               double gap) {
  struct Block {
    double sum;
    std::size_t count;
    double mean() const { return sum / static_cast<double>(count); }
  };
  std::vector<double> left(row.size(), 0);
  std::vector<Block> blocks;
  for (std::size_t k = 0; k < row.size(); ++k) {
    if (k > 0) {
      const double widths = vertices[row[k - 1]].size.width + vertices[row[k]].size.width;
      left[k] = left[k - 1] + widths / 2 + gap;
    }
    blocks.push_back({wanted[k] - left[k], 1});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
      const Block last = blocks.back();
      blocks.pop_back();
      blocks.back().sum += last.sum;
      blocks.back().count += last.count;
    }
  }
  std::size_t k = 0;
  for (const Block& block : blocks) {
    for (std::size_t i = 0; i < block.count; ++i, ++k) {
      vertices[row[k]].x = block.mean() + left[k];
    }
  }
}

enum class Look { up, down, both };

void sweep(std::vector<Vertex>& vertices, std::vector<Row>& rows, Look look, bool reorder,
           double gap) {
  const auto visit = [&](Row& row) {
    const auto wanted_of = [&](std::size_t v) {
      const Vertex& vertex = vertices[v];
      std::vector<std::size_t> neighbours;
      if (look != Look::down) neighbours = vertex.above;
      if (look != Look::up) {
        neighbours.insert(neighbours.end(), vertex.below.begin(), vertex.below.end());
      }
      return mean_x(vertices, neighbours, vertex.x);
    };
    if (reorder) {
      std::stable_sort(row.begin(), row.end(),
                       [&](std::size_t a, std::size_t b) { return wanted_of(a) < wanted_of(b); });
    }
    std::vector<double> wanted;
    for (const std::size_t v : row) wanted.push_back(wanted_of(v));
    place_row(vertices, row, wanted, gap);
  };
  if (look == Look::down) {
    std::for_each(rows.rbegin(), rows.rend(), visit);
  } else {
    std::for_each(rows.begin(), rows.end(), visit);
  }
}

// The vertices of all rows, and for each arrow those that it passes, ends included.
struct Web {
  std::vector<Vertex> vertices;
  std::vector<Row> rows;
  std::vector<std::vector<std::size_t>> paths;
};

Web web_of(const std::vector<LayoutBox>& boxes, const std::vector<LayoutArrow>& arrows) {
  Web web;
  const std::vector<std::size_t> row = rows_of(boxes.size(), arrows);
  for (std::size_t k = 0; k < boxes.size(); ++k) web.vertices.push_back({boxes[k], row[k]});
  for (const LayoutArrow& arrow : arrows) {
    std::vector<std::size_t> path{arrow.from};
    for (std::size_t r = row[arrow.from] + 1; r < row[arrow.to]; ++r) {
      path.push_back(web.vertices.size());
      web.vertices.push_back({{12, 0}, r});
    }
    path.push_back(arrow.to);
    for (std::size_t k = 0; k + 1 < path.size(); ++k) {
      web.vertices[path[k]].below.push_back(path[k + 1]);
      web.vertices[path[k + 1]].above.push_back(path[k]);
    }
    web.paths.push_back(std::move(path));
  }
  for (std::size_t v = 0; v < web.vertices.size(); ++v) {
    const std::size_t r = web.vertices[v].row;
    if (web.rows.size() <= r) web.rows.resize(r + 1);
    web.rows[r].push_back(v);
  }
  return web;
}

// The arrows at one side of a box begin or end side by side, in the order of what they lead to:
// moves the first (or last) point of each path.
void spread_ends(const Web& web, std::vector<std::vector<LayoutPoint>>& points, std::size_t box,
                 bool at_begin) {
  std::vector<std::pair<double, std::size_t>> ends;
  for (std::size_t k = 0; k < web.paths.size(); ++k) {
    const auto& path = web.paths[k];
    if ((at_begin ? path.front() : path.back()) != box) continue;
    ends.emplace_back(web.vertices[at_begin ? path[1] : path[path.size() - 2]].x, k);
  }
  std::sort(ends.begin(), ends.end());
  for (std::size_t k = 0; k < ends.size(); ++k) {
    const double share = static_cast<double>(k + 1) / static_cast<double>(ends.size() + 1);
    std::vector<LayoutPoint>& path = points[ends[k].second];
    LayoutPoint& end = at_begin ? path.front() : path.back();
    end.x += (share - 0.5) * web.vertices[box].size.width;
  }
}

// From the places of the vertices to those of boxes and arrows.
Layout drawn(Web& web, std::size_t boxes, double gap) {
  Layout layout;
  std::vector<double> top, height;
  for (const Row& row : web.rows) {
    top.push_back(layout.height);
    height.push_back(0);
    for (const std::size_t v : row) {
      height.back() = std::max(height.back(), web.vertices[v].size.height);
    }
    layout.height += height.back() + gap;
  }
  layout.height -= gap;
  double left = std::numeric_limits<double>::infinity();
  for (const Vertex& v : web.vertices) left = std::min(left, v.x - v.size.width / 2);
  for (Vertex& v : web.vertices) {
    v.x -= left;
    layout.width = std::max(layout.width, v.x + v.size.width / 2);
  }
  const auto top_of = [&](const Vertex& v) {
    return top[v.row] + (height[v.row] - v.size.height) / 2;
  };
  for (std::size_t k = 0; k < boxes; ++k) {
    const Vertex& v = web.vertices[k];
    layout.boxes.push_back({v.x - v.size.width / 2, top_of(v)});
  }
  for (const auto& path : web.paths) {
    std::vector<LayoutPoint> points;
    for (const std::size_t at : path) {
      const Vertex& v = web.vertices[at];
      const bool passes = at >= boxes;  // straight down through the whole row
      if (passes || at == path.back()) points.push_back({v.x, passes ? top[v.row] : top_of(v)});
      if (passes) points.push_back({v.x, top[v.row] + height[v.row]});
      if (at == path.front()) points.push_back({v.x, top_of(v) + v.size.height});
    }
    layout.arrows.push_back(std::move(points));
  }
  for (std::size_t k = 0; k < boxes; ++k) {
    spread_ends(web, layout.arrows, k, true);
    spread_ends(web, layout.arrows, k, false);
  }
  return layout;
}

}  // namespace

Layout layered_layout(const std::vector<LayoutBox>& boxes, const std::vector<LayoutArrow>& arrows,
                      const LayoutGaps& gaps) {
  for (const LayoutArrow& arrow : arrows) {
    require(arrow.from < arrow.to && arrow.to < boxes.size(), "layered_layout: an arrow from box ",
            arrow.from, " to ", arrow.to, " of ", boxes.size(),
            "; boxes go from inputs to results");
  }
  if (boxes.empty()) return {};
  Web web = web_of(boxes, arrows);
  for (const Row& row : web.rows) {  // to begin with: side by side, around 0
    place_row(web.vertices, row, std::vector<double>(row.size(), 0), gaps.between_boxes);
  }
  constexpr int kRounds = 32, kReorder = 8;
  for (int round = 0; round < kRounds; ++round) {
    const bool reorder = round < kReorder;  // then the order stays, and places settle
    sweep(web.vertices, web.rows, Look::up, reorder, gaps.between_boxes);
    sweep(web.vertices, web.rows, Look::down, reorder, gaps.between_boxes);
  }
  sweep(web.vertices, web.rows, Look::both, false, gaps.between_boxes);
  return drawn(web, boxes.size(), gaps.between_rows);
}

}  // namespace pixelwise
