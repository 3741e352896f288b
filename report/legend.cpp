#include "report/legend.h"

namespace pixelwise {

double add_legend(Diagram& diagram, const std::vector<std::pair<Colour, std::string>>& legend,
                  double x, double y) {
  constexpr double kLineHeight = 20, kLetter = 7;
  const double left = x;
  for (const auto& [colour, words] : legend) {
    const double width = 42 + kLetter * static_cast<double>(words.size());
    if (x > left && x + width > diagram.width) x = left, y += kLineHeight;
    diagram.boxes.push_back({.x = x, .y = y - 6, .width = 12, .height = 12, .fill = colour});
    diagram.captions.push_back({.x = x + 18, .y = y, .text = words});
    x += width;
  }
  return y;
}

}  // namespace pixelwise
