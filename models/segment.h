// A network on an image of any size.
#pragma once

#include "layers/module.h"

namespace pixelwise {

/// Pads the image [N, C, H, W] with zeros to multiples of the network's stride (an odd pixel goes
/// below and to the right), runs the network and crops its scores back to [N, classes, H, W].
Tensor segment(Network& network, const Tensor& image);

}  // namespace pixelwise
