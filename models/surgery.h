// Surgery: moving weights from one network into another.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "autograd/ops/conv2d.h"
#include "layers/module.h"
#include "models/fcn.h"

namespace pixelwise {

/// What became of each tensor, by name.
struct TransplantReport {
  std::vector<std::string> copied;    // same shape
  std::vector<std::string> reshaped;  // a fully connected layer seen as a convolution, or back
  std::vector<std::string> folded;  // scales that became part of a score layer, see folded_scales()
  std::vector<std::string> dropped;  // in the source, but not in the network (or of another size)
  std::vector<std::string> missing;  // in the network, but not in the source: kept as initialised
};

/// Copies each tensor into the parameter or buffer of the same name. The weight of a fully
/// connected layer [O, C k k] becomes that of a convolution [O, C, k, k] (and back): the same
/// numbers in the same order, because flatten() uses the order C, H, W. A tensor with another
/// number of elements (a score layer for other classes) is dropped, and the network keeps its
/// values. For an FCN-8s, scales of skips that are layers in the source are folded first, see
/// folded_scales().
TransplantReport transplant(const std::map<std::string, Array>& tensors, Module& network);

/// What does not fit, for a message: the first dropped or missing tensors, with their shapes. Empty
/// if everything fits. `network` is the one that transplant() filled.
std::string misfits(const TransplantReport& report, const std::map<std::string, Array>& source,
                    Module& network);

/// For a message where nothing fits: the names and shapes of both sides, a dozen of each.
std::string both_sides(const std::map<std::string, Array>& source, Module& network);

// What transplant() does to one weight, and similar functions:

/// The weight [O, C KH KW] of a fully connected layer as that of the convolution [O, C, KH, KW]
/// that computes the same from a map of KH x KW cells: the same numbers in the same order. Throws
/// std::invalid_argument if their number does not fit.
Array linear_as_conv(const Array& weight, std::int64_t channels, const Size2& kernel);

/// The way back, for any size of image: the matrix [O OH OW, C H W] with which linear(flatten(x),
/// matrix) = flatten(conv2d(x, weight)) for x [N, C, H, W]. Nearly all its values are zeros: this
/// is why convolutions exist. Throws std::invalid_argument for images of more than 8192 values.
Array conv_as_matrix(const Array& weight, const Conv2dOptions& options, std::int64_t height,
                     std::int64_t width);

/// The published FCN-8s at-once multiplies pool4 and pool3 by numbers. Its files have them as
/// layers, "scale_pool4.weight" [C]; here they are constants of the network, `scales`. Returns the
/// tensors without these layers. The weight [K, C, 1, 1] of score_pool4 is multiplied by the file's
/// scale over ours, so the scores are the same. If both scales are equal, its bits do not change. A
/// scale of another size is not folded.
std::map<std::string, Array> folded_scales(std::map<std::string, Array> tensors,
                                           const SkipScales& scales);

/// The weight [O, C, KH, KW] of a first layer for images with one channel more: [O, C + 1, KH, KW].
/// The new filters are the mean of the C others, so depth starts as if it were brightness.
Array with_mean_channel(const Array& weight);

/// `source` for a `network` with more classes: its score and upsampling layers are made larger.
/// Give the result to transplant(). The old classes keep their weights, and their scores bit for
/// bit. The new classes start as in `network`, which should be fresh (its upsampling then mixes no
/// classes). Tensors whose names begin with "score" or "upscore" grow. All others do not change.
std::map<std::string, Array> expand_classes(const std::map<std::string, Array>& source,
                                            Module& network);

/// One line: "copied 10, reshaped 2 (fc6.weight, fc7.weight), dropped 2 (score.bias, ...), ..."
std::string to_string(const TransplantReport& report);

}  // namespace pixelwise
