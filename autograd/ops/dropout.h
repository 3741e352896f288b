// Dropout (Srivastava et al., 2014): noise against co-adaptation, in training only.
#pragma once

#include "autograd/tensor.h"
#include "base/random.h"

namespace pixelwise {

/// Each element is 0 with probability p, otherwise divided by 1 - p, so the mean does not change.
/// Draws from `rng` in memory order. 0 <= p < 1. Layers call it only in training mode.
Tensor dropout(const Tensor& x, double p, Rng& rng);

/// The same for whole channels: x [N, C, H, W], one draw for each (n, c) (Tompson et al., 2015).
Tensor channel_dropout(const Tensor& x, double p, Rng& rng);

}  // namespace pixelwise
