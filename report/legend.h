// The legend of a diagram.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "report/plot.h"

namespace pixelwise {

/// Adds a patch and a word for each colour, one after the other from (x, y) on, in as many lines of
/// 20 pixels as the width of the diagram asks for; y is the middle of the first line. Returns that
/// of the last.
double add_legend(Diagram& diagram, const std::vector<std::pair<Colour, std::string>>& legend,
                  double x, double y);

}  // namespace pixelwise
