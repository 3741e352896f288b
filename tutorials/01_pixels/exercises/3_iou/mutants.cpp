// The usual mistakes in IoU for each class, and what to say of each.
#include <cmath>

#include "tutorials/01_pixels/exercises/3_iou/answer.h"

namespace pixelwise {
namespace {

enum class Slip {
  counted_twice,
  of_the_truth,
  of_the_predicted,
  dice,
  absent_is_0,
  absent_is_1,
  absent_is_nan,
  absent_left_out,
  only_predicted_is_absent,
  share_of_all,
  percent,
  whole_numbers,
};

template <Slip slip>
std::vector<std::optional<double>> ious_of(const CheckedArray& counts) {
  const std::int64_t classes = counts.shape()[0];
  double all = 0;
  for (std::int64_t i = 0; i < counts.size(); ++i) all += counts.element(i);
  std::vector<std::optional<double>> result;
  for (std::int64_t c = 0; c < classes; ++c) {
    double truth = 0, predicted = 0;
    for (std::int64_t k = 0; k < classes; ++k) truth += counts(c, k), predicted += counts(k, c);
    const double both = counts(c, c), either = truth + predicted - both;
    const double below = slip == Slip::counted_twice      ? truth + predicted
                         : slip == Slip::of_the_truth     ? truth
                         : slip == Slip::of_the_predicted ? predicted
                         : slip == Slip::share_of_all     ? all
                                                          : either;
    const bool absent = slip == Slip::only_predicted_is_absent ? truth == 0
                        : slip == Slip::share_of_all           ? all == 0
                                                               : either == 0;
    if (absent && slip == Slip::absent_left_out) continue;
    if (absent && slip != Slip::absent_is_nan) {
      result.push_back(slip == Slip::absent_is_0   ? std::optional(0.0)
                       : slip == Slip::absent_is_1 ? std::optional(1.0)
                                                   : std::nullopt);
      continue;
    }
    const double iou = below == 0 && slip != Slip::absent_is_nan ? 0 : both / below;
    result.push_back(slip == Slip::dice            ? 2 * iou / (1 + iou)
                     : slip == Slip::percent       ? 100 * iou
                     : slip == Slip::whole_numbers ? std::floor(iou)
                                                   : iou);
  }
  return result;
}

}  // namespace

std::vector<Mutant<IouOfClasses>> mutants() {
  return {
      {"both counted twice",
       "This is both / (truth + predicted). In truth + predicted the pixels of `both` are counted "
       "twice: subtract them once.",
       ious_of<Slip::counted_twice>},
      {"share of the truth",
       "This is both / truth: the accuracy of the class. Pixels that were wrongly said to be of "
       "this class have to count as well.",
       ious_of<Slip::of_the_truth>},
      {"share of the predicted",
       "This is both / predicted: the precision of the class. Pixels of the class that were missed "
       "have to count as well.",
       ious_of<Slip::of_the_predicted>},
      {"Dice", "This is Dice, 2 both / (truth + predicted). IoU is both / either.",
       ious_of<Slip::dice>},
      {"absent classes are 0",
       "Only classes that are nowhere are wrong: they have the IoU 0 in your result. They have "
       "none: std::nullopt.",
       ious_of<Slip::absent_is_0>},
      {"absent classes are 1",
       "Only classes that are nowhere are wrong: they have the IoU 1 in your result. They have "
       "none: std::nullopt.",
       ious_of<Slip::absent_is_1>},
      {"absent classes are 0 / 0",
       "Where a class is nowhere, both and either are 0, and 0 / 0 is no number. Look whether "
       "either "
       "is 0 before you divide.",
       ious_of<Slip::absent_is_nan>},
      {"absent classes are left out",
       "Classes that are nowhere are missing in your result, and all later ones have moved. Add "
       "std::nullopt for them.",
       ious_of<Slip::absent_left_out>},
      {"predicted only, and none",
       "Only classes that are predicted but not in the truth are wrong: you have no number for "
       "them. Their IoU is 0, because `either` is not empty.",
       ious_of<Slip::only_predicted_is_absent>},
      {"share of all pixels",
       "This is both divided by the number of all pixels. IoU divides by those that are or are "
       "said "
       "to be of the class.",
       ious_of<Slip::share_of_all>},
      {"whole numbers divided",
       "Every IoU is 0 or 1: this is what comes out when whole numbers (int) are divided, which "
       "drops "
       "the rest. Let the sums be double.",
       ious_of<Slip::whole_numbers>},
      {"in percent", "Every IoU is 100 times too large: it is a number from 0 to 1, no percentage.",
       ious_of<Slip::percent>},
  };
}

}  // namespace pixelwise
