// Settings that are small languages: augmentation and class weights as words.
#pragma once

#include <string>
#include <vector>

#include "datasets/batch.h"
#include "datasets/dataset.h"

namespace pixelwise {

/// What "flip,crop=240x320" says. Throws std::invalid_argument for anything else.
BatchOptions parse_augmentation(const std::string& augment);

/// The weights that `class_weights` says for the classes of `train`: none (empty), those of median
/// frequencies or their square roots, or the numbers of a list. Throws std::invalid_argument for
/// anything else.
std::vector<float> parse_class_weights(const std::string& class_weights, const Dataset& train);

/// The same checks, without counting the pixels of `train` where the weights follow from them.
void check_class_weights(const std::string& class_weights, const Dataset& train);

/// The parts of a list that is joined by commas.
std::vector<std::string> split_list(const std::string& list);

}  // namespace pixelwise
