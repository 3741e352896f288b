// With score x and label t, 0 or 1, at each pixel:
//
//   loss = max(x, 0) - x t + ln(1 + exp(-|x|))       = -t ln sigmoid(x) - (1 - t) ln sigmoid(-x)
//   d loss / dx = sigmoid(x) - t
//
// In this form no exponential overflows, and there is no logarithm of 0. The mean divides both by
// the number of pixels that are not void.
#include "autograd/ops/binary_cross_entropy.h"

#include <algorithm>
#include <cmath>

#include "autograd/array_math.h"
#include "base/check.h"

namespace pixelwise {

Tensor binary_cross_entropy(const Tensor& scores, const Labels& labels, Reduction reduction) {
  const Array x = scores.value();
  require_label_size("binary_cross_entropy", x.shape(), labels);
  require(x.shape()[1] == 1, "binary_cross_entropy: scores ", x.shape(), " have ", x.shape()[1],
          " channels; expected one (cross_entropy takes one for each class)");
  const auto count = count_labels("binary_cross_entropy", labels, 2, kVoidLabel);
  const std::int64_t pixels = count[0] + count[1];
  const bool average = reduction == Reduction::mean && pixels > 0;
  const double share = average ? 1.0 / static_cast<double>(pixels) : 1.0;

  double loss = 0;
  Array dx(x.shape());
  Real* gradient = dx.mutable_data();
  for (std::int64_t i = 0; i < x.size(); ++i) {
    const std::uint8_t t = labels.ids[static_cast<std::size_t>(i)];
    if (t == kVoidLabel) continue;
    const Real v = x(i), e = std::exp(-std::abs(v));  // at most 1
    const Real sigmoid = (v >= 0 ? 1 : e) / (1 + e);
    loss += static_cast<double>(std::max(v, Real{0}) - v * t + std::log1p(e));
    gradient[i] = static_cast<Real>(share) * (sigmoid - t);
  }
  return Tensor::from_op("binary_cross_entropy", Array::scalar(static_cast<Real>(loss * share)),
                         {{scores, [=](const Array& dy) { return dx * dy.item(); }}});
}

}  // namespace pixelwise
