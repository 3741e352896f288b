// The loss of classification and segmentation.
#pragma once

#include <vector>

#include "autograd/tensor.h"
#include "base/labels.h"

namespace pixelwise {

enum class Reduction { mean, sum };

struct CrossEntropyOptions {
  int ignore = kVoidLabel;            // pixels with this label count for nothing
  std::vector<Real> class_weights{};  // one for each class; empty: all 1
  Reduction reduction = Reduction::mean;
};

/// -ln softmax(scores)[label], summed or averaged over all pixels that are not ignored.
/// scores [N, C, H, W] with labels [N, H, W], or scores [N, C] with labels [N, 1, 1] -> [].
/// With weights w the mean is sum(w loss) / sum(w). If every pixel is ignored, loss and gradient
/// are 0. Throws std::invalid_argument for sizes that differ and labels >= C.
Tensor cross_entropy(const Tensor& scores, const Labels& labels,
                     const CrossEntropyOptions& options = {});

}  // namespace pixelwise
