#include "tutorials/support/figures.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace pixelwise {
namespace {

constexpr Colour kHot{230, 95, 0};

std::uint8_t mixed(std::uint8_t from, std::uint8_t to, double share) {
  return static_cast<std::uint8_t>(std::lround(from + share * (to - from)));
}

}  // namespace

Image heat_overlay(const Image& image, const Array& scores, std::int64_t channel, double low,
                   double high, int width, int height) {
  require(image.channels == 3 && width <= image.width && height <= image.height && low < high,
          "heat_overlay: an area of ", width, "x", height, " in an image of ", image.width, "x",
          image.height);
  const std::int64_t rows = scores.shape()[2], columns = scores.shape()[3];
  const int left = (image.width - width) / 2, top = (image.height - height) / 2;
  Image result = image;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      std::uint8_t* pixel = result.at(x, y);
      double heat = 0;
      if (x >= left && x < left + width && y >= top && y < top + height) {
        const double score =
            scores(0, channel, (y - top) * rows / height, (x - left) * columns / width);
        heat = std::clamp((score - low) / (high - low), 0.0, 1.0);
      }
      // Grey and faded, so that the heat is the only colour.
      const double grey = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
      const std::uint8_t hot[3] = {kHot.r, kHot.g, kHot.b};
      for (int k = 0; k < 3; ++k) {
        const auto faded = static_cast<std::uint8_t>(std::lround(128 + grey / 2.01));
        pixel[k] = mixed(faded, hot[k], 0.85 * heat);
      }
    }
  }
  return result;
}

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
