// A graph of boxes with words, as a diagram and as text for Graphviz.
#pragma once

#include <string>
#include <vector>

#include "report/layered_layout.h"
#include "report/plot.h"

namespace pixelwise {

struct GraphLine {
  std::string text = {};
  bool gradient = false;  // in the colour of gradients
};

struct GraphBox {
  std::vector<GraphLine> lines = {};
  Colour fill = {255, 255, 255};
};

struct GraphDrawing {
  std::string title = {};
  std::vector<GraphBox> boxes = {};
  std::vector<LayoutArrow> arrows = {};
  std::vector<std::pair<Colour, std::string>> legend = {};  // what the fills mean
};

/// The colour of gradients, with enough contrast for words.
inline constexpr Colour kGradientInk{190, 80, 0};

/// From top to bottom, as narrow as the boxes allow: for telephones.
Diagram graph_diagram(const GraphDrawing& drawing);

/// The same for Graphviz: `dot -Tsvg graph.dot` draws it.
std::string dot_text(const GraphDrawing& drawing);

}  // namespace pixelwise
