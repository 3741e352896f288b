// Max-pooling. It remembers where each maximum was.
#pragma once

#include <memory>
#include <vector>

#include "autograd/kernels.h"
#include "autograd/ops/size2.h"
#include "autograd/tensor.h"

namespace pixelwise {

struct MaxPool2dOptions {
  Size2 kernel = 2;
  Size2 stride = 2;
  Size2 padding = 0;       // cells of minus infinity around the input, at most half a kernel
  bool ceil_mode = false;  // true: a last window that is partly outside counts as well
};

/// Which element of its window each output took: tap u * KW + v, one byte for each output element
/// in memory order. The sizes are needed to find the input element again.
struct PoolIndices {
  Shape input, output;
  MaxPool2dOptions options;
  std::shared_ptr<const std::vector<std::uint8_t>> taps;
};

struct Pooled {
  Tensor values;
  PoolIndices indices;
};

/// x [N, C, H, W] -> [N, C, OH, OW], OH = floor or ceil((H + 2 padding - KH) / stride) + 1. In ceil
/// mode a window that would start after the input and its leading padding is left out. Of equal
/// values the first wins. NaN counts as larger than everything. The window may have at most 256
/// elements.
///
/// max_pool2d(relu(x)) is computed in one pass over memory, as relu(max_pool2d(x)): the largest
/// element is the same (only the sign of a zero can differ). ReLU's gradient is then masked at the
/// size of the output, and nothing of the input's size is kept. If x is conv2d(...), see
/// conv_pool.h.
Tensor max_pool2d(Tensor x, const MaxPool2dOptions& options = {});

/// The sizes of max_pool2d(x), checked.
kernels::PoolSizes pool_sizes(const Shape& x, const MaxPool2dOptions& options);

/// The gradient of max_pool2d with respect to x: each dy goes to the element that was the largest.
Array send_to_maxima(const Array& dy, const PoolIndices& indices);

/// What max_pool2d tells an observer.
OpDetails pool_details(const MaxPool2dOptions& options);

/// The same as max_pool2d with the indices, for max-unpooling.
Pooled max_pool2d_with_indices(const Tensor& x, const MaxPool2dOptions& options = {});

}  // namespace pixelwise
