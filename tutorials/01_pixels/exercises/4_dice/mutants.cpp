// The usual mistakes in Dice, and what to say of each.
#include <cmath>
#include <limits>

#include "tutorials/01_pixels/exercises/4_dice/answer.h"

namespace pixelwise {
namespace {

enum class Slip {
  without_2,
  iou,
  void_counts_as_predicted,
  absent_is_0,
  absent_is_1,
  absent_is_nan,
  of_the_truth,
  of_the_predicted,
  equal_pixels,
  only_predicted_is_absent,
  whole_numbers,
  twice_over_union,
};

template <Slip slip>
std::optional<double> dice_of(const CheckedArray& truth, const CheckedArray& prediction,
                              Real class_number) {
  double is = 0, said = 0, both = 0, equal = 0, all = 0;
  for (std::int64_t i = 0; i < truth.size(); ++i) {
    const bool is_void = truth.element(i) == 255;
    if (is_void && slip != Slip::void_counts_as_predicted) continue;
    const bool of_class = truth.element(i) == class_number;
    const bool predicted = prediction.element(i) == class_number;
    is += of_class ? 1 : 0;
    said += predicted ? 1 : 0;
    both += of_class && predicted ? 1 : 0;
    equal += truth.element(i) == prediction.element(i) ? 1 : 0;
    all += 1;
  }
  if (slip == Slip::equal_pixels) return equal / all;
  if (is + said == 0 || (slip == Slip::only_predicted_is_absent && is == 0)) {
    if (slip == Slip::absent_is_0) return 0;
    if (slip == Slip::absent_is_1) return 1;
    if (slip == Slip::absent_is_nan) return std::numeric_limits<double>::quiet_NaN();
    return std::nullopt;
  }
  const double below = slip == Slip::iou                ? is + said - both
                       : slip == Slip::of_the_truth     ? is
                       : slip == Slip::of_the_predicted ? said
                                                        : is + said;
  if (slip == Slip::twice_over_union) return 2 * both / (is + said - both);
  const bool twice = below == is + said && slip != Slip::without_2 && slip != Slip::iou &&
                     slip != Slip::of_the_truth && slip != Slip::of_the_predicted;
  const double dice = below == 0 ? 0 : (twice ? 2 : 1) * both / below;
  return slip == Slip::whole_numbers ? std::floor(dice) : dice;
}

}  // namespace

std::vector<Mutant<DiceOfClass>> mutants() {
  return {
      {"without the factor 2",
       "Your Dice is half of what it should be: two equal masks would get 0.5. It is 2 both / "
       "(truth "
       "+ predicted).",
       dice_of<Slip::without_2>},
      {"IoU", "This is the IoU, both / either. Dice is 2 both / (truth + predicted).",
       dice_of<Slip::iou>},
      {"predictions on void count",
       "This is what comes out when predictions on void pixels count. A void pixel counts for "
       "neither: skip it before you look at the prediction.",
       dice_of<Slip::void_counts_as_predicted>},
      {"absent is 0",
       "Only a class that is nowhere is answered wrongly: your Dice is 0 there. It has none: "
       "std::nullopt.",
       dice_of<Slip::absent_is_0>},
      {"absent is 1",
       "Only a class that is nowhere is answered wrongly: your Dice is 1 there. It has none: "
       "std::nullopt.",
       dice_of<Slip::absent_is_1>},
      {"absent is 0 / 0",
       "If the class is nowhere, truth + predicted is 0, and 0 / 0 is no number. Look for that "
       "before "
       "you divide.",
       dice_of<Slip::absent_is_nan>},
      {"share of the truth",
       "This is both / truth: the accuracy of the class. Dice divides by truth + predicted, and "
       "counts `both` twice.",
       dice_of<Slip::of_the_truth>},
      {"share of the predicted",
       "This is both / predicted: the precision of the class. Dice divides by truth + predicted, "
       "and "
       "counts `both` twice.",
       dice_of<Slip::of_the_predicted>},
      {"equal pixels",
       "This is the share of pixels where truth and prediction are equal: the pixel accuracy, over "
       "all classes. Dice looks at one class.",
       dice_of<Slip::equal_pixels>},
      {"whole numbers divided",
       "Your Dice is 0 or 1 only: this is what comes out when whole numbers (int) are divided, "
       "which "
       "drops the rest. Let the counters be double.",
       dice_of<Slip::whole_numbers>},
      {"predicted only, and none",
       "Only where the class is predicted but not in the truth you have no number. Dice is 0 "
       "there, "
       "because truth + predicted is not 0.",
       dice_of<Slip::only_predicted_is_absent>},
      {"twice the IoU",
       "This is 2 both / (truth + predicted - both): twice the IoU, up to 2. Dice divides by truth "
       "+ predicted, where the pixels of `both` are counted twice.",
       dice_of<Slip::twice_over_union>},
  };
}

}  // namespace pixelwise
