// The scores that papers on segmentation report (Long et al., 2015, section 5), and Dice.
#pragma once

#include <optional>
#include <vector>

#include "metrics/confusion.h"

namespace pixelwise {

/// The scores of a segmentation, all in [0, 1].
struct SegmentationMetrics {
  double pixel_accuracy = 0;
  double mean_accuracy = 0;
  double mean_iou = 0;
  double fw_iou = 0;
  std::vector<std::optional<double>> iou = {};  // per class; nothing where the class is absent
  double mean_dice = 0;
  std::vector<std::optional<double>> dice = {};  // as iou
};

/// Throws std::invalid_argument if the matrix has no labelled pixel.
SegmentationMetrics metrics_of(const ConfusionMatrix& matrix);

}  // namespace pixelwise
