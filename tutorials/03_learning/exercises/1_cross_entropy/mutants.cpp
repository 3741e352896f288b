// The usual mistakes in cross-entropy with void, and what to say of each.
#include <algorithm>
#include <cmath>

#include "tutorials/03_learning/exercises/1_cross_entropy/answer.h"

namespace pixelwise {
namespace {

enum class Slip {
  sum,
  void_in_count,
  void_as_class_0,
  overflow,
  small_p_rounded,
  all_void,
  gradient_of_sum,
  without_minus_one,
  negative,
  gradient_of_void,
  log_of_ten,
  sign_of_loss,
};

template <Slip slip>
yours::Loss loss_of(const CheckedArray& scores, const Labels& labels) {
  const Shape s = scores.shape();
  Real count = 0;
  for (const std::uint8_t id : labels.ids) {
    const bool counts =
        id != kVoidLabel || slip == Slip::void_in_count || slip == Slip::void_as_class_0;
    count += counts ? 1 : 0;
  }
  yours::Loss loss{0, CheckedArray(s)};
  Real total = 0;
  for (std::int64_t pixel = 0; pixel < s[0] * s[2] * s[3]; ++pixel) {
    const std::int64_t n = pixel / (s[2] * s[3]), row = pixel / s[3] % s[2], column = pixel % s[3];
    std::int64_t label = labels(n, row, column);
    const bool is_void = label == kVoidLabel;
    if (is_void && slip == Slip::void_as_class_0) label = 0;
    if (is_void && slip != Slip::void_as_class_0 && slip != Slip::gradient_of_void) continue;
    Real largest = slip == Slip::overflow ? 0 : scores(n, 0, row, column), sum = 0;
    for (std::int64_t c = 0; c < s[1] && slip != Slip::overflow; ++c) {
      largest = std::max(largest, scores(n, c, row, column));
    }
    for (std::int64_t c = 0; c < s[1]; ++c) sum += std::exp(scores(n, c, row, column) - largest);
    if (label < s[1]) {
      const Real p = std::exp(scores(n, label, row, column) - largest) / sum;
      const Real plain = (largest - scores(n, label, row, column)) + std::log(sum);
      const bool by_p = slip == Slip::overflow || slip == Slip::small_p_rounded;
      total += by_p ? -std::log(p) : slip == Slip::log_of_ten ? plain / std::log(Real{10}) : plain;
    }
    for (std::int64_t c = 0; c < s[1]; ++c) {
      const Real p = std::exp(scores(n, c, row, column) - largest) / sum;
      const Real target = c == label && slip != Slip::without_minus_one ? 1 : 0;
      const Real divisor = slip == Slip::sum || slip == Slip::gradient_of_sum
                               ? 1
                               : std::max<Real>(count, slip == Slip::gradient_of_void ? 1 : 0);
      loss.gradient(n, c, row, column) =
          (slip == Slip::negative ? target - p : p - target) / divisor;
    }
  }
  const bool divide = slip != Slip::sum && (count > 0 || slip == Slip::all_void);
  loss.value = (slip == Slip::sign_of_loss ? -total : total) / (divide ? count : 1);
  return loss;
}

}  // namespace

std::vector<Mutant<PixelLoss>> mutants() {
  return {
      {"sum in place of the mean",
       "This is the sum over the pixels. The mean is asked for: divide loss and gradient by the "
       "number of pixels that count.",
       loss_of<Slip::sum>},
      {"void in the count",
       "This is what comes out when void pixels are counted in the divisor. Divide by the number "
       "of "
       "pixels that are not void.",
       loss_of<Slip::void_in_count>},
      {"void as class 0",
       "This is what comes out when void counts as class 0. A void pixel belongs to no class: "
       "leave "
       "it out.",
       loss_of<Slip::void_as_class_0>},
      {"overflow",
       "This is what comes out when exp gets the scores as they are: exp(1000) is infinity. "
       "Subtract "
       "the largest score of the pixel first.",
       loss_of<Slip::overflow>},
      {"-ln of a p that is rounded to 0",
       "This is what comes out when the probability is computed first and then -ln p: a very small "
       "p is rounded to 0, and -ln 0 is infinity. Put softmax into the logarithm: -ln p = ln(sum) "
       "- "
       "(score - largest), with the sum of exp(score - largest).",
       loss_of<Slip::small_p_rounded>},
      {"0 / 0 without pixels", "Where all pixels are void, your loss is 0 / 0. It should be 0.",
       loss_of<Slip::all_void>},
      {"gradient not divided",
       "The loss is right; the gradient is that of the sum. Divide it by the number of pixels that "
       "count, as the loss.",
       loss_of<Slip::gradient_of_sum>},
      {"gradient without - 1",
       "The loss is right; the gradient is p for all classes. For the label's class it is p - 1: "
       "its "
       "score has to grow.",
       loss_of<Slip::without_minus_one>},
      {"gradient with the wrong sign",
       "The loss is right; the gradient has the wrong sign. Score c of a wrong class should fall, "
       "so "
       "its gradient is +p.",
       loss_of<Slip::negative>},
      {"void pixels get a gradient",
       "The loss is right, but void pixels get a gradient. Nothing is known of them: it is 0.",
       loss_of<Slip::gradient_of_void>},
      {"logarithm to the base 10",
       "Your loss is taken with log10; it is the natural logarithm, std::log.",
       loss_of<Slip::log_of_ten>},
      {"loss with the wrong sign",
       "Your loss is negative: it is minus the logarithm of the probability, which is below 1.",
       loss_of<Slip::sign_of_loss>},
  };
}

}  // namespace pixelwise
