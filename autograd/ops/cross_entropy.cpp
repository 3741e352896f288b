// With scores x, label k and weight w_k at each pixel, m = max_c x_c, s = sum_c exp(x_c - m):
//
//   loss = w_k (m - x_k + ln s)              the log-sum-exp form: finite for all finite scores
//   d loss / dx_c = w_k (exp(x_c - m) / s - [c = k])
//
// The mean divides both by the sum of the weights of all pixels that are not ignored.
#include "autograd/ops/cross_entropy.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "autograd/array_math.h"
#include "autograd/kernels.h"
#include "base/check.h"

namespace pixelwise {
namespace {

void check(const Shape& scores, const Labels& labels, const CrossEntropyOptions& options) {
  require_label_size("cross_entropy", scores, labels);
  const auto weights = static_cast<std::int64_t>(options.class_weights.size());
  require(weights == 0 || weights == scores[1], "cross_entropy: ", weights,
          " class weights for scores ", scores, " of ", scores[1], " classes");
}

// The weight of each label; 0: ignored. Throws if a label is no class.
struct Weights {
  std::array<double, 256> of_label{};
  double total = 0;  // of all pixels
};

Weights weigh(const Shape& scores, const Labels& labels, const CrossEntropyOptions& options) {
  const auto count = count_labels("cross_entropy", labels, scores[1], options.ignore);
  Weights weights;
  for (int id = 0; id < 256; ++id) {
    const auto i = static_cast<std::size_t>(id);
    if (count[i] == 0 || id == options.ignore) continue;
    weights.of_label[i] =
        options.class_weights.empty() ? 1.0 : static_cast<double>(options.class_weights[i]);
    weights.total += static_cast<double>(count[i]) * weights.of_label[i];
  }
  return weights;
}

// The sum of the weighted losses of all pixels. Their gradients, times share, go to dx unless it is
// null.
double loss_and_gradient(const Array& x, const Labels& labels, const Weights& weights, double share,
                         Real* dx) {
  const std::int64_t classes = x.shape()[1];
  const auto pixels = static_cast<std::int64_t>(labels.ids.size());
  double loss = 0;
  if (kernels::cross_entropy({pixels, classes}, x.data(), labels.ids.data(),
                             weights.of_label.data(), share, &loss, dx)) {
    return loss;
  }

  std::vector<Real> unwanted(static_cast<std::size_t>(classes));
  for (std::int64_t i = 0; i < pixels; ++i) {
    const Real* scores = x.data() + i * classes;
    const std::uint8_t label = labels.ids[static_cast<std::size_t>(i)];
    const double weight = weights.of_label[label];
    Real* gradient = dx == nullptr ? unwanted.data() : dx + i * classes;
    if (weight == 0) {
      std::fill_n(gradient, classes, Real{0});
      continue;
    }
    const Real m = *std::max_element(scores, scores + classes);
    Real s = 0;
    for (std::int64_t c = 0; c < classes; ++c) {
      gradient[c] = std::exp(scores[c] - m);
      s += gradient[c];
    }
    // m - x_k first: in m + ln s the digits of ln s would be rounded away.
    loss += weight * static_cast<double>((m - scores[label]) + std::log(s));
    const Real factor = static_cast<Real>(weight * share) / s;
    for (std::int64_t c = 0; c < classes; ++c) gradient[c] *= factor;
    gradient[label] -= static_cast<Real>(weight * share);
  }
  return loss;
}

}  // namespace

void require_label_size(const char* op, const Shape& scores, const Labels& labels) {
  require(scores.rank() == 4 || scores.rank() == 2, op, ": scores ", scores,
          " are neither [N, C, H, W] nor [N, C]");
  const std::int64_t h = scores.rank() == 4 ? scores[2] : 1;
  const std::int64_t w = scores.rank() == 4 ? scores[3] : 1;
  require(
      labels.n == scores[0] && labels.h == h && labels.w == w, op, ": scores ", scores,
      " but labels ", Shape{labels.n, labels.h, labels.w},
      "; the network's output must have the size of the labels (segment() pads the image to the "
      "network's stride and crops the scores back)");
  require_internal(static_cast<std::int64_t>(labels.ids.size()) == labels.n * h * w, op,
                   ": labels hold ", labels.ids.size(), " bytes");
}

std::array<std::int64_t, 256> count_labels(const char* op, const Labels& labels,
                                           std::int64_t classes, int ignore) {
  // Neighbouring pixels mostly have the same label. With four tables in turn, an addition does not
  // wait for the one before.
  std::array<std::array<std::int64_t, 256>, 4> counts{};
  for (std::size_t i = 0; i < labels.ids.size(); ++i) ++counts[i % 4][labels.ids[i]];
  std::array<std::int64_t, 256> count{};
  for (const auto& part : counts) {
    for (std::size_t id = 0; id < 256; ++id) count[id] += part[id];
  }
  for (int id = 0; id < 256; ++id) {
    if (count[static_cast<std::size_t>(id)] == 0 || id == ignore || id < classes) continue;
    const auto at = std::find(labels.ids.begin(), labels.ids.end(), id) - labels.ids.begin();
    const std::int64_t pixels = labels.h * labels.w;
    fail(op, ": label ", id, " in image ", at / pixels, " at row ", at % pixels / labels.w,
         ", column ", at % labels.w, ", but there are only ", classes, " classes (0 to ",
         classes - 1, ")", id == 255 ? "; 255 is usually void: ignore it" : "");
  }
  return count;
}

Tensor cross_entropy(const Tensor& scores, const Labels& labels,
                     const CrossEntropyOptions& options) {
  const Array x = scores.value();
  check(x.shape(), labels, options);
  const Weights weights = weigh(x.shape(), labels, options);
  const bool average = options.reduction == Reduction::mean && weights.total > 0;
  const double share = average ? 1.0 / weights.total : 1.0;
  const bool want_gradient = scores.requires_grad() && grad_enabled();
  Array dx = want_gradient ? Array::uninitialized(x.shape()) : Array();
  const double loss =
      loss_and_gradient(x, labels, weights, share, want_gradient ? dx.mutable_data() : nullptr);
  return Tensor::from_op(
      "cross_entropy", Array::scalar(static_cast<Real>(loss * share)),
      {{scores, [=](const Array& dy) { return dy.item() == 1 ? dx : dx * dy.item(); }}}, [=] {
        OpDetails details;
        details.options = options.reduction == Reduction::mean ? "mean" : "sum";
        return details;
      });
}

}  // namespace pixelwise
