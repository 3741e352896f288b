// With scores x, label k and weight w_k at each pixel, m = max_c x_c, s = sum_c exp(x_c - m):
//
//   loss = w_k (m - x_k + ln s)              the log-sum-exp form: finite for all finite scores
//   d loss / dx_c = w_k (exp(x_c - m) / s - [c = k])
//
// The mean divides both by the sum of the weights of all pixels that count.
#include "autograd/ops/cross_entropy.h"

#include <algorithm>
#include <cmath>

#include "autograd/array_math.h"
#include "base/check.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kPixelGrain = 4096;

void check(const Shape& scores, const Labels& labels, const CrossEntropyOptions& options) {
  require(scores.rank() == 4 || scores.rank() == 2, "cross_entropy: scores ", scores,
          " are neither [N, C, H, W] nor [N, C]");
  const std::int64_t h = scores.rank() == 4 ? scores[2] : 1;
  const std::int64_t w = scores.rank() == 4 ? scores[3] : 1;
  require(
      labels.n == scores[0] && labels.h == h && labels.w == w, "cross_entropy: scores ", scores,
      " but labels ", Shape{labels.n, labels.h, labels.w},
      "; the network's output must have the size of the labels (segment() pads the image to the "
      "network's stride and crops the scores back)");
  require_internal(static_cast<std::int64_t>(labels.ids.size()) == labels.n * h * w,
                   "cross_entropy: labels hold ", labels.ids.size(), " bytes");
  const auto weights = static_cast<std::int64_t>(options.class_weights.size());
  require(weights == 0 || weights == scores[1], "cross_entropy: ", weights,
          " class weights for scores ", scores, " of ", scores[1], " classes");
  for (std::size_t i = 0; i < labels.ids.size(); ++i) {
    const int id = labels.ids[i];
    if (id == options.ignore || id < scores[1]) continue;
    const auto at = static_cast<std::int64_t>(i);
    fail("cross_entropy: label ", id, " in image ", at / (h * w), " at row ", at % (h * w) / w,
         ", column ", at % w, ", but there are only ", scores[1], " classes (0 to ", scores[1] - 1,
         ")", id == 255 ? "; 255 is usually void: ignore it" : "");
  }
}

// Computes w_k loss of one pixel, and the gradient too if dx is not null.
double pixel_loss(const Real* x, std::int64_t classes, int label, double weight, Real* dx) {
  const Real m = *std::max_element(x, x + classes);
  Real s = 0;
  for (std::int64_t c = 0; c < classes; ++c) s += std::exp(x[c] - m);
  if (dx != nullptr) {
    const Real scale = static_cast<Real>(weight) / s;
    for (std::int64_t c = 0; c < classes; ++c) dx[c] = std::exp(x[c] - m) * scale;
    dx[label] -= static_cast<Real>(weight);
  }
  // m - x_k first: m + ln s would round the logarithm away where m is large.
  return weight * static_cast<double>((m - x[label]) + std::log(s));
}

}  // namespace

Tensor cross_entropy(const Tensor& scores, const Labels& labels,
                     const CrossEntropyOptions& options) {
  const Array x = scores.value();
  check(x.shape(), labels, options);
  const std::int64_t classes = x.shape()[1];
  const auto pixels = static_cast<std::int64_t>(labels.ids.size());
  const bool want_gradient = scores.requires_grad() && grad_enabled();
  Array dx = want_gradient ? Array(x.shape()) : Array();
  Real* gradient = want_gradient ? dx.mutable_data() : nullptr;

  // Sums of fixed pieces, added up in order: the same bits for any number of threads.
  const std::int64_t pieces = (pixels + kPixelGrain - 1) / kPixelGrain;
  std::vector<double> losses(static_cast<std::size_t>(pieces)), weights(losses.size());
  parallel_ranges(pixels, kPixelGrain, [&](std::int64_t begin, std::int64_t end) {
    double loss = 0, total_weight = 0;
    for (std::int64_t i = begin; i < end; ++i) {
      const int label = labels.ids[static_cast<std::size_t>(i)];
      if (label == options.ignore) continue;
      const double weight =
          options.class_weights.empty()
              ? 1.0
              : static_cast<double>(options.class_weights[static_cast<std::size_t>(label)]);
      total_weight += weight;
      loss += pixel_loss(x.data() + i * classes, classes, label, weight,
                         gradient != nullptr ? gradient + i * classes : nullptr);
    }
    losses[static_cast<std::size_t>(begin / kPixelGrain)] = loss;
    weights[static_cast<std::size_t>(begin / kPixelGrain)] = total_weight;
  });
  double loss = 0, total_weight = 0;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    loss += losses[i];
    total_weight += weights[i];
  }
  const bool average = options.reduction == Reduction::mean && total_weight > 0;
  const double share = average ? 1.0 / total_weight : 1.0;
  return Tensor::from_op(
      "cross_entropy", Array::scalar(static_cast<Real>(loss * share)),
      {{scores, [=](const Array& dy) { return dx * (dy.item() * static_cast<Real>(share)); }}},
      [=] {
        OpDetails details;
        details.options = options.reduction == Reduction::mean ? "mean" : "sum";
        return details;
      });
}

}  // namespace pixelwise
