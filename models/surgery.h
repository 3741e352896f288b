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
  std::vector<std::string> folded;    // scales that became part of a score layer, folded_scales()
  std::vector<std::string> dropped;   // in the source, but not in the network (or of another size)
  std::vector<std::string> missing;   // in the network, but not in the source: kept as initialised
};

/// Copies every one of the tensors into the parameter or buffer of the same name. The weight of a
/// fully connected layer [O, C k k] becomes that of a convolution [O, C, k, k] (and back): the
/// same numbers in the same order, because flatten() goes by C, H, W. A tensor with another number
/// of elements (a score layer for other classes) is dropped, and the network's own is kept. Into an
/// FCN-8s, scales of skips that the source has as layers are folded first, see folded_scales().
TransplantReport transplant(const std::map<std::string, Array>& tensors, Module& network);

/// What does not fit, for a message: the first few tensors that are dropped or missing, with their
/// shapes; empty if everything fits. `network` is the one that transplant() filled.
std::string misfits(const TransplantReport& report, const std::map<std::string, Array>& source,
                    Module& network);

/// For a message where nothing fits: the names and shapes of both sides, a dozen of each.
std::string both_sides(const std::map<std::string, Array>& source, Module& network);

// What transplant() does to one weight, and more of the kind:

/// The weight [O, C KH KW] of a fully connected layer as that of the convolution [O, C, KH, KW]
/// that computes the same from a map of KH x KW cells: the same numbers in the same order. Throws
/// std::invalid_argument if their number does not fit.
Array linear_as_conv(const Array& weight, std::int64_t channels, const Size2& kernel);

/// The way back, for any size of image: the matrix [O OH OW, C H W] with which
/// linear(flatten(x), matrix) = flatten(conv2d(x, weight)) for x [N, C, H, W]. Nearly all of it is
/// zeros, which is why convolutions exist. Throws std::invalid_argument for images of more than
/// 8192 values.
Array conv_as_matrix(const Array& weight, const Conv2dOptions& options, std::int64_t height,
                     std::int64_t width);

/// The published FCN-8s at-once multiplies pool4 and pool3 by numbers that its files hold as
/// layers, "scale_pool4.weight" [C]; here they are constants of the network, `scales`. The tensors
/// without these layers, and score_pool4.weight [K, C, 1, 1] times theirs over ours, so that the
/// scores are the same; bit for bit as it was where the two are equal. A scale of another size
/// stays.
std::map<std::string, Array> folded_scales(std::map<std::string, Array> tensors,
                                           const SkipScales& scales);

/// The weight [O, C, KH, KW] of a first layer for images with one channel more: [O, C + 1, KH, KW],
/// the new filters being the mean of the C others, so that depth starts as if it were brightness.
Array with_mean_channel(const Array& weight);

/// `source`, its score and upsampling layers made larger where `network` knows more classes: to be
/// transplanted. The old classes keep their weights, and their scores bit for bit; the new ones
/// start as in `network`, which should be a fresh one (its upsampling then mixes no classes).
/// Tensors whose names begin with "score" or "upscore" grow, all others stay as they are.
std::map<std::string, Array> expand_classes(const std::map<std::string, Array>& source,
                                            Module& network);

/// One line: "copied 10, reshaped 2 (fc6.weight, fc7.weight), dropped 2 (score.bias, ...), ..."
std::string to_string(const TransplantReport& report);

}  // namespace pixelwise
