#include "report/graph_drawing.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/check.h"
#include "report/legend.h"

namespace pixelwise {
namespace {

constexpr double kLineHeight = 20, kLetter = 7, kMargin = 20, kTitle = 44;

LayoutBox size_of(const GraphBox& box) {
  std::size_t longest = 0;
  for (const GraphLine& line : box.lines) longest = std::max(longest, line.text.size());
  return {kLetter * static_cast<double>(std::max<std::size_t>(longest, 8)) + 16,
          kLineHeight * static_cast<double>(box.lines.size()) + 10};
}

std::string html_colour(const Colour& c) {
  std::array<char, 8> digits{};
  std::snprintf(digits.data(), digits.size(), "#%02x%02x%02x", c.r, c.g, c.b);
  return digits.data();
}

// For a text of Graphviz between double quotes.
std::string dot_quoted(const std::string& words) {
  std::string quoted;
  for (const char c : words) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted;
}

}  // namespace

Diagram graph_diagram(const GraphDrawing& drawing) {
  std::vector<LayoutBox> sizes;
  for (const GraphBox& box : drawing.boxes) sizes.push_back(size_of(box));
  const Layout layout = layered_layout(sizes, drawing.arrows);
  Diagram diagram{.title = drawing.title};
  const double title = 8.2 * static_cast<double>(drawing.title.size());
  diagram.width = static_cast<int>(std::max({layout.width, title, 300.0}) + 2 * kMargin);
  const double left = (diagram.width - layout.width) / 2;
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    const GraphBox& box = drawing.boxes[k];
    const double x = left + layout.boxes[k].x, y = kTitle + layout.boxes[k].y;
    diagram.boxes.push_back(
        {.x = x, .y = y, .width = sizes[k].width, .height = sizes[k].height, .fill = box.fill});
    for (std::size_t line = 0; line < box.lines.size(); ++line) {
      diagram.captions.push_back({.x = x + sizes[k].width / 2,
                                  .y = y + 5 + kLineHeight * (static_cast<double>(line) + 0.5),
                                  .text = box.lines[line].text,
                                  .centred = true});
      if (box.lines[line].gradient) diagram.captions.back().colour = kGradientInk;
    }
  }
  for (const std::vector<LayoutPoint>& path : layout.arrows) {
    for (std::size_t k = 0; k + 1 < path.size(); ++k) {
      diagram.arrows.push_back({.from_x = left + path[k].x,
                                .from_y = kTitle + path[k].y,
                                .to_x = left + path[k + 1].x,
                                .to_y = kTitle + path[k + 1].y,
                                .head = k + 2 == path.size()});
    }
  }
  const double bottom = add_legend(diagram, drawing.legend, kMargin, kTitle + layout.height + 28);
  diagram.height = static_cast<int>(bottom + 22);
  return diagram;
}

std::string dot_text(const GraphDrawing& drawing) {
  std::string dot = text("digraph {\n  label=\"", dot_quoted(drawing.title),
                         "\" labelloc=t\n  node [shape=box style=filled fontname=Helvetica]\n");
  for (std::size_t k = 0; k < drawing.boxes.size(); ++k) {
    dot += text("  n", k, " [fillcolor=\"", html_colour(drawing.boxes[k].fill), "\" label=\"");
    for (const GraphLine& line : drawing.boxes[k].lines) dot += dot_quoted(line.text) + "\\n";
    dot += "\"]\n";
  }
  for (const LayoutArrow& arrow : drawing.arrows) {
    dot += text("  n", arrow.from, " -> n", arrow.to, "\n");
  }
  return dot + "}\n";
}

}  // namespace pixelwise
