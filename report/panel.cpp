#include "report/panel.h"

#include "datasets/drawing.h"

namespace pixelwise {

Image panel_sheet(const Panel& panel, int zoom) {
  std::vector<Image> tiles;
  for (const std::vector<Image>& row : panel.pictures) {
    tiles.insert(tiles.end(), row.begin(), row.end());
  }
  return make_sheet(tiles,
                    {.columns = static_cast<int>(panel.columns.size()), .gap = 6, .zoom = zoom});
}

}  // namespace pixelwise
