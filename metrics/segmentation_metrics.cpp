#include "metrics/segmentation_metrics.h"

namespace pixelwise {

SegmentationMetrics metrics_of(const ConfusionMatrix& matrix) {
  return {.pixel_accuracy = matrix.pixel_accuracy(),
          .mean_accuracy = matrix.mean_accuracy(),
          .mean_iou = matrix.mean_iou(),
          .fw_iou = matrix.fw_iou(),
          .iou = matrix.iou(),
          .mean_dice = matrix.mean_dice(),
          .dice = matrix.dice()};
}

}  // namespace pixelwise
