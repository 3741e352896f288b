#include "tutorials/support/figures.h"

namespace pixelwise {

BarChart iou_chart(const std::string& title, const Dataset& data,
                   const std::vector<std::pair<std::string, ConfusionMatrix>>& results) {
  BarChart chart{.title = title, .y_label = "IoU", .categories = data.class_names(), .y_max = 1.1};
  for (const auto& [name, confusion] : results) {
    chart.groups.push_back({.name = name, .values = confusion.iou()});
  }
  return chart;
}

std::vector<std::vector<double>> kernel_rows(const Array& weights) {
  std::vector<std::vector<double>> rows(static_cast<std::size_t>(weights.shape()[2]));
  for (std::size_t u = 0; u < rows.size(); ++u) {
    for (std::int64_t v = 0; v < weights.shape()[3]; ++v) {
      rows[u].push_back(weights(0, 0, static_cast<std::int64_t>(u), v));
    }
  }
  return rows;
}

}  // namespace pixelwise
