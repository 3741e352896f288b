// Number grids in diagrams: small arrays drawn as boxes.
#pragma once

#include <functional>
#include <string>

#include "autograd/array.h"
#include "report/plot.h"

namespace pixelwise {

/// The colours of diagrams: what is looked at, what follows from it, and what plays a third part.
inline constexpr Colour kBlueBox{189, 219, 240}, kOrangeBox{250, 215, 180},
    kGreenBox{190, 229, 215};

/// Adds a matrix as a grid of boxes whose upper left corner is at (x, y), under a caption. `fill`
/// chooses the colour of a cell; no colour is white.
void add_grid(Diagram& diagram, double x, double y, double cell, const Array& matrix,
              const std::string& caption,
              const std::function<std::optional<Colour>(std::int64_t, std::int64_t)>& fill);

}  // namespace pixelwise
