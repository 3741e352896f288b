#include "training/predict.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/check.h"
#include "layers/mode_scope.h"
#include "models/segment.h"
#include "training/to_array.h"

namespace pixelwise {

NanScore::NanScore()
    : std::invalid_argument(
          "argmax: a score is NaN; the weights are damaged, or the training "
          "diverged: lower the learning rate (by 10), or clip the gradients") {}

std::vector<std::int64_t> best_classes(const Array& scores) {
  const Shape& shape = scores.shape();
  require(shape.rank() == 4 || shape.rank() == 2, "argmax: scores ", shape,
          " are neither [N, C, H, W] nor [N, C]");
  const std::int64_t classes = shape[1];
  std::vector<std::int64_t> best;
  best.reserve(static_cast<std::size_t>(scores.size() / std::max<std::int64_t>(classes, 1)));
  for (const Real* x = scores.data(); x != scores.data() + scores.size(); x += classes) {
    if (std::any_of(x, x + classes, [](Real score) { return std::isnan(score); })) throw NanScore();
    best.push_back(std::max_element(x, x + classes) - x);
  }
  return best;
}

Labels argmax(const Array& scores) {
  const std::vector<std::int64_t> best = best_classes(scores);
  const Shape& shape = scores.shape();
  Labels labels{shape[0], shape.rank() == 4 ? shape[2] : 1, shape.rank() == 4 ? shape[3] : 1, {}};
  labels.ids.resize(best.size());
  std::transform(best.begin(), best.end(), labels.ids.begin(), to_label);
  return labels;
}

Array scores_of(Network& network, const Image& image, const Preprocessing& how) {
  const EvaluationScope evaluation(network);
  return segment(network, Tensor(to_array(image, how))).value();
}

std::vector<std::pair<std::int64_t, double>> shares_of(const std::vector<std::int64_t>& classes) {
  std::map<std::int64_t, std::int64_t> pixels;
  for (const std::int64_t c : classes) ++pixels[c];
  std::vector<std::pair<std::int64_t, double>> shares;
  for (const auto& [c, count] : pixels) {
    shares.emplace_back(c, static_cast<double>(count) / static_cast<double>(classes.size()));
  }
  std::stable_sort(shares.begin(), shares.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return shares;
}

Mask predict(Network& network, const Image& image, const Preprocessing& how) {
  Labels labels = argmax(scores_of(network, image, how));
  Mask mask(static_cast<int>(labels.w), static_cast<int>(labels.h));
  mask.ids = std::move(labels.ids);
  return mask;
}

}  // namespace pixelwise
