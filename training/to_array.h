// From a batch of images to the input of a network.
#pragma once

#include "autograd/array.h"
#include "datasets/batch.h"

namespace pixelwise {

/// The values of the batch as an array [N, C, H, W] (both are channels-last in memory).
Array to_array(const Batch& batch);

}  // namespace pixelwise
