// The training of lesson 05.
#pragma once

#include <functional>
#include <vector>

#include "datasets/batch.h"
#include "models/vgg.h"

namespace pixelwise {

/// How the images of lesson 05 become the input of a network.
const Preprocessing& small_vgg_input();

/// 400 steps of Adam with 16 images each, the learning rate falling from 2e-3 to 0. Calls
/// `after_step` with the number of steps that are done. Returns the loss of each step.
std::vector<double> train_classifier(VggClassifier& net, const BatchSource& batches,
                                     const std::function<void(std::int64_t)>& after_step = {});

}  // namespace pixelwise
