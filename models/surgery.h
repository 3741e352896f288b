// Surgery: moving weights from one network into another.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "layers/module.h"

namespace pixelwise {

/// What became of each tensor, by name.
struct TransplantReport {
  std::vector<std::string> copied;    // same shape
  std::vector<std::string> reshaped;  // a fully connected layer seen as a convolution, or back
  std::vector<std::string> dropped;   // in the source, but not in the network (or of another size)
  std::vector<std::string> missing;   // in the network, but not in the source: kept as initialised
};

/// Copies every tensor of `source` into the parameter or buffer of the same name. The weight of a
/// fully connected layer [O, C k k] becomes that of a convolution [O, C, k, k] (and back): the
/// same numbers in the same order, because flatten() goes by C, H, W. A tensor with another number
/// of elements (a score layer for other classes) is dropped, and the network's own is kept.
TransplantReport transplant(const std::map<std::string, Array>& source, Module& network);

/// What does not fit, for a message: the first few tensors that are dropped or missing, with their
/// shapes; empty if everything fits. `network` is the one that transplant() filled.
std::string misfits(const TransplantReport& report, const std::map<std::string, Array>& source,
                    Module& network);

/// One line: "copied 10, reshaped 2 (fc6.weight, fc7.weight), dropped 2 (score.bias, ...), ..."
std::string to_string(const TransplantReport& report);

}  // namespace pixelwise
