// The names that others give to the layers of VGG-16, and ours, which are those of the papers.
#pragma once

#include <map>
#include <set>
#include <string>

#include "autograd/array.h"

namespace pixelwise {

/// How the tensors of a file are named.
enum class Naming {
  paper,        // conv1_1 ... fc7, score_fr, upscore: Caffe, pytorch-fcn, and we
  torchvision,  // features.0 ... classifier.6
  timm,         // features.0 ... pre_logits.fc1, pre_logits.fc2, head.fc (unverified)
  other,
};

/// Tensors under our names.
struct RenamedWeights {
  std::map<std::string, Array> tensors;
  Naming naming = Naming::other;
  std::map<std::string, std::string> from;  // our name -> the file's, where they differ
};

/// Renames what is recognised by the names present: convolutions to conv1_1 ... conv5_3, fully
/// connected layers to fc6, fc7 and score. A prefix "module." that all names share (PyTorch's
/// DataParallel) goes, and "_orig_mod." (torch.compile) wherever it stands. Everything else stays.
/// Values are shared; a fully connected weight [4096, 25088] becomes a convolution [4096, 512, 7,
/// 7] in transplant(), where a net has one.
RenamedWeights with_our_names(const std::map<std::string, Array>& tensors);

/// The same tensors under the names that they have; only the kind of names is found out.
RenamedWeights with_their_names(const std::map<std::string, Array>& tensors);

/// Layers of ours that had another name in older versions of this library: SimpleFcn's deconv1 was
/// up1. Their tensors get today's name where it is one of the `wanted` names, those of a network,
/// and the old one is not. So a network of somebody else may have a layer up1.
RenamedWeights with_new_names(RenamedWeights weights, const std::set<std::string>& wanted);

/// Whether these are the weights of a whole FCN, upsampling included, in the papers' names: those
/// of Caffe and pytorch-fcn are, and belong to the caffe family.
bool is_whole_fcn(const RenamedWeights& weights);

/// "torchvision's names", "the names of Caffe and pytorch-fcn", ...
std::string to_string(Naming naming);

}  // namespace pixelwise
