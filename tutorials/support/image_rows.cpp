#include "tutorials/support/image_rows.h"

#include <algorithm>

namespace pixelwise {

Diagram image_rows(const ImageRows& rows) {
  constexpr double kMargin = 16, kGap = 10, kTop = 62, kLegend = 30;
  const double step = rows.size + kGap;
  Diagram d{.title = rows.title};
  for (std::size_t c = 0; c < rows.columns.size(); ++c) {
    d.captions.push_back({.x = kMargin + step * static_cast<double>(c) + rows.size / 2,
                          .y = kTop - 12,
                          .text = rows.columns[c],
                          .centred = true});
  }
  double y = kTop;
  for (const std::vector<Image>& row : rows.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      d.images.push_back({.x = kMargin + step * static_cast<double>(c),
                          .y = y,
                          .width = rows.size,
                          .image = row[c]});
    }
    y += step;
  }
  d.width = static_cast<int>(2 * kMargin + step * static_cast<double>(rows.columns.size()) - kGap);
  double x = kMargin;
  for (std::size_t c = 0; c < rows.legend.names.size(); ++c) {
    const std::string& name = rows.legend.names[c];
    d.boxes.push_back(
        {.x = x, .y = y + 4, .width = 14, .height = 14, .fill = rows.legend.palette[c]});
    d.captions.push_back({.x = x + 20, .y = y + 11, .text = name});
    x += 42 + 7.8 * static_cast<double>(name.size());
  }
  d.height = static_cast<int>(y + (rows.legend.names.empty() ? 6 : kLegend));
  return d;
}

Image as_grey(const Mask& mask) {
  Image grey(mask.width, mask.height, 3);
  for (std::size_t i = 0; i < mask.ids.size(); ++i) {
    std::fill_n(grey.pixels.data() + 3 * i, 3, mask.ids[i]);
  }
  return grey;
}

}  // namespace pixelwise
