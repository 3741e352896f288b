// The loss of classification and segmentation.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "autograd/tensor.h"
#include "base/labels.h"

namespace pixelwise {

enum class Reduction { mean, sum };

struct CrossEntropyOptions {
  int ignore = kVoidLabel;            // pixels with this label do not count
  std::vector<Real> class_weights{};  // one for each class; empty: all 1
  Reduction reduction = Reduction::mean;
};

/// -ln softmax(scores)[label], summed or averaged over all pixels that are not ignored. scores [N,
/// C, H, W] with labels [N, H, W], or scores [N, C] with labels [N, 1, 1] -> []. With weights w the
/// mean is sum(w loss) / sum(w). If every pixel is ignored, loss and gradient are 0. Throws
/// std::invalid_argument if sizes differ, and for labels >= C.
Tensor cross_entropy(const Tensor& scores, const Labels& labels,
                     const CrossEntropyOptions& options = {});

/// For all losses: throws std::invalid_argument unless labels [N, H, W] fit scores [N, C, H, W], or
/// [N, 1, 1] fit [N, C].
void require_label_size(const char* op, const Shape& scores, const Labels& labels);

/// How many pixels have each label. Throws std::invalid_argument for a label that is neither
/// `ignore` nor below `classes`; the message says where the first one is.
std::array<std::int64_t, 256> count_labels(const char* op, const Labels& labels,
                                           std::int64_t classes, int ignore);

}  // namespace pixelwise
