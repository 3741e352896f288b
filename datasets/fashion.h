// Data sets of the garments of Fashion-MNIST: the photographs as they are, and scenes in which
// several of them stand on a generated background, with the class of every pixel.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "datasets/dataset.h"
#include "datasets/garments.h"

namespace pixelwise {

/// Photograph number `index` in the middle of a black image, as many whole times enlarged as fit
/// in, with three equal channels; a 1x1 mask, the label of the garment. Throws
/// std::invalid_argument if width or height is less than the photograph's.
Sample garment_sample(const Garments& garments, std::int64_t index, int width, int height);

/// The scenes: shapes.h with garments in place of shapes. Similar kinds of garment are one class.
/// They are coloured, so that a colour never says which kind it is.
enum class FashionTask {
  segmentation,  // 2 to 4 garments; labels as fashion_classes() (palette.h), 255 on outlines
  classify,      // one garment near the centre; a 1x1 mask, one of fashion_kinds()
};

/// Makes scenes with the garments of a split.
class FashionScenes {
 public:
  FashionScenes(std::shared_ptr<const Garments> garments, FashionTask task, std::uint64_t seed,
                Split split);

  /// Scene number `index`: the same bits on every machine, and independent of all others. That of
  /// the validation split is the same for every seed. Width and height in pixels, at least 32; the
  /// garments keep their size (a box of 40 to 72 pixels).
  Sample scene(std::int64_t index, int width, int height) const;

 private:
  std::shared_ptr<const Garments> garments_;
  FashionTask task_;
  std::uint64_t seed_;
  Split split_;
  std::vector<std::vector<std::int64_t>> of_kind_;  // numbers of the garments of each kind
};

}  // namespace pixelwise
