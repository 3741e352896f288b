// The operations of the capstone: the reader's own where they are written, the library's elsewhere.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "autograd/tensor.h"
#include "base/labels.h"

namespace pixelwise {

/// Five operations are enough for an FCN.
struct Operations {
  /// x [N, C, H, W], w [O, C, K, K], bias [O] -> [N, O, H', W'], stride 1.
  std::function<Tensor(const Tensor& x, const Tensor& w, const Tensor& bias, std::int64_t padding)>
      conv2d;
  /// x [N, C, H, W] -> [N, C, H / 2, W / 2].
  std::function<Tensor(const Tensor& x)> max_pool2d;
  std::function<Tensor(const Tensor& x)> relu;
  /// x [N, C, H, W], w [C, O, K, K] -> [N, O, (H - 1) stride + K - 2 padding, ...].
  std::function<Tensor(const Tensor& x, const Tensor& w, std::int64_t stride, std::int64_t padding)>
      conv_transpose2d;
  /// Mean over the pixels that are not void. scores [N, C, H, W] -> [].
  std::function<Tensor(const Tensor& scores, const Labels& labels)> cross_entropy;

  std::vector<std::string> yours, the_librarys;  // their names
};

/// All five from the library; nothing is named.
Operations library_operations();

/// Which are the reader's is known when this is compiled: CMake passes YOURS_CONV2D=1 and so on.
Operations operations();

}  // namespace pixelwise
