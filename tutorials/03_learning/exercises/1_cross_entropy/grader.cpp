// Grades exercise 03.1: cross-entropy with void, against the library and finite differences.
#include "autograd/ops/cross_entropy.h"
#include "tutorials/03_learning/exercises/1_cross_entropy/answer.h"

using namespace pixelwise;

namespace {

Array as_array(const Labels& labels) {
  const std::vector<Real> numbers(labels.ids.begin(), labels.ids.end());
  return {{labels.n, 1, labels.h, labels.w}, numbers};
}

Labels random_labels(const Shape& scores, double void_share, std::uint64_t seed) {
  Rng rng(seed);
  Labels labels{scores[0], scores[2], scores[3], {}};
  for (std::int64_t i = 0; i < scores.size() / scores[1]; ++i) {
    const auto label = static_cast<std::uint8_t>(rng.below(static_cast<std::uint64_t>(scores[1])));
    labels.ids.push_back(rng.chance(void_share) ? kVoidLabel : label);
  }
  return labels;
}

void ask(Sheet<PixelLoss>& sheet, const Array& scores, const Labels& labels,
         const std::string& why = "", bool measured = false) {
  const Tensor parameter = Tensor::parameter(scores);
  const Tensor loss = cross_entropy(parameter, labels);
  loss.backward();
  const auto value = [&](const Array& at) { return cross_entropy(Tensor(at), labels).item(); };
  // The loss needs all scores, a number of the gradient those of its pixel.
  const auto all = [](std::int64_t, std::int64_t) { return Slice{kEvery, kEvery}; };
  const auto image = [](std::int64_t n, std::int64_t) { return Slice{n, kEvery}; };
  const auto given = [&](const std::function<Slice(std::int64_t, std::int64_t)>& slices) {
    return std::vector<Given>{{.name = "scores", .value = scores, .slices = slices},
                              {.name = "labels", .value = as_array(labels), .slices = slices}};
  };
  sheet.questions.push_back(
      {.title = text("the loss of scores ", scores.shape(), why),
       .given = given(all),
       .result = "the loss",
       .ask = [=](const PixelLoss& a) { return Array::scalar(a(scores, labels).value); },
       .expected = Array::scalar(loss.item())});
  sheet.questions.push_back(
      {.title = text("the gradient of scores ", scores.shape(), why,
                     measured ? " (expected: measured by finite differences)" : ""),
       .given = given(image),
       .result = "the gradient",
       .ask = [=](const PixelLoss& a) -> Array { return a(scores, labels).gradient; },
       .expected = measured ? finite_differences(value, scores) : parameter.grad(),
       .tolerance = measured ? 1e-6 : 1e-9});
}

}  // namespace

int main(int argc, char** argv) {
  Sheet<PixelLoss> sheet{.yours = yours::pixel_loss, .mutants = mutants()};
  sheet.forbidden = {"cross_entropy", "log_softmax", "backward"};
  ask(sheet, Array({1, 2, 1, 1}, {0, 0}), {1, 1, 1, {1}}, ": nothing known, the loss is ln 2");
  ask(sheet, Array({1, 3, 1, 2}, {2, 0, 1, 0, 0, 3}), {1, 1, 2, {0, 2}});
  ask(sheet, Array({1, 3, 1, 2}, {2, 0, 1, 0, 0, 3}), {1, 1, 2, {0, kVoidLabel}},
      ", one pixel void");
  ask(sheet, decimals({2, 4, 2, 3}, 1), random_labels({2, 4, 2, 3}, 0.3, 2), "", true);
  ask(sheet, Array({1, 2, 1, 2}, {1000, 0, 0, 1000}), {1, 1, 2, {0, 0}}, ", very large");
  ask(sheet, decimals({1, 2, 1, 2}, 3), {1, 1, 2, {kVoidLabel, kVoidLabel}}, ", all void");
  Rng rng(4);
  for (std::uint64_t seed = 10; seed < 13; ++seed) {
    const Shape shape{between(rng, 1, 3), between(rng, 2, 5), between(rng, 1, 4),
                      between(rng, 1, 4)};
    ask(sheet, decimals(shape, seed), random_labels(shape, 0.2, seed + 10), ", drawn at random");
  }
  return grade(argc, argv, sheet);
}
