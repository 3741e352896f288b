// From images to the input of a network.
#pragma once

#include "autograd/array.h"
#include "datasets/batch.h"

namespace pixelwise {

/// The values of the batch as an array [N, C, H, W] (both are channels-last in memory).
Array to_array(const Batch& batch);

/// One image as such an array [1, 3, H, W].
Array to_array(const Image& image, const Preprocessing& how);

}  // namespace pixelwise
