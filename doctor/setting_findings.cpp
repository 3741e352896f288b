#include "doctor/setting_findings.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "doctor/curve_findings.h"
#include "doctor/label_geometry.h"
#include "doctor/retry.h"
#include "doctor/some_samples.h"
#include "report/score_text.h"
#include "training/setting_words.h"

namespace pixelwise {
namespace {

// The learning rate with which the usual recipes begin: see complete_settings.
double usual_lr(const TrainSettings& s) { return *s.optimizer == "sgd" ? 1e-2 : 1e-3; }

// One digit is enough for a rate to try.
double rounded(double lr) {
  const double power = std::pow(10.0, std::floor(std::log10(lr)));
  return std::round(lr / power) * power;
}

Words with_lr(const RunOutcome& run, double lr) {
  return retry(
      run.settings, run.train, [&](TrainSettings& s) { s.lr = rounded(lr); }, run.statistics);
}

// Pixels of a batch, whose gradients a sum adds up.
double pixels_of_batch(const RunOutcome& run) {
  const BatchOptions batches = parse_augmentation(*run.settings.augment);
  const Mask mask = run.train.get(0).mask;
  const double width = batches.crop_width > 0 ? batches.crop_width : mask.width;
  const double height = batches.crop_height > 0 ? batches.crop_height : mask.height;
  return width * height * static_cast<double>(*run.settings.batch);
}

// Adam divides gradients by their size, so a sum does not matter to it.
bool find_sum(const RunOutcome& run, Findings& findings) {
  const TrainSettings& s = run.settings;
  if (*s.loss != "sum" || *s.optimizer != "sgd" || *s.clip > 0) return false;
  const double pixels = pixels_of_batch(run), as_mean = *s.lr * pixels;
  if (as_mean < 10 * usual_lr(s)) return false;
  findings.push_back(
      {FindingKind::fault,
       "sum loss with the lr of a mean",
       text("the loss is a sum over ", pixels, " pixels: the learning rate ", *s.lr,
            " has the effect of ", as_mean, " with the mean, ", std::round(as_mean / usual_lr(s)),
            " times the usual ", usual_lr(s)),
       {with_lr(run, usual_lr(s) / pixels),
        retry(
            s, run.train, [](TrainSettings& changed) { changed.loss = "mean"; }, run.statistics)}});
  return true;
}

void find_lr(const RunOutcome& run, Findings& findings) {
  const LossCurve curve = loss_curve(run.log);
  const double usual = usual_lr(run.settings), lr = *run.settings.lr, times = lr / usual;
  const bool unstable = curve.blew_up() || run.scores == nullptr;
  if (times >= 20 || (times >= 3 && unstable)) {
    findings.push_back({FindingKind::fault,
                        "learning rate too high",
                        text("the learning rate ", lr, " is ", rounded(times), " times the usual ",
                             usual, " of ", *run.settings.optimizer, ", and ",
                             curve.blew_up() ? text("the loss rose from ", score_text(curve.first),
                                                    " to ", score_text(curve.highest))
                                             : "nothing was learned"),
                        {with_lr(run, usual)}});
  } else if (times <= 0.01 && *run.settings.loss != "sum" && !curve.is_falling()) {
    findings.push_back({FindingKind::fault,
                        "learning rate too low",
                        text("the learning rate ", lr, " is far below the usual ", usual, " of ",
                             *run.settings.optimizer,
                             " (rates like 1e-10 belong to a loss that is a sum over pixels)"),
                        {with_lr(run, usual)}});
  }
}

// Whether most objects of each class are larger than the crop.
std::vector<bool> larger_than(std::pair<int, int> crop, const Dataset& train) {
  std::vector<LargeObjects> objects(static_cast<std::size_t>(train.num_classes()));
  for (const Sample& sample : some_samples(train, 40)) {
    count_large_objects(sample.mask, crop.second, crop.first, objects);
  }
  std::vector<bool> larger;
  for (const LargeObjects& o : objects) larger.push_back(2 * o.large > o.all);
  return larger;
}

// The class that most pixels of class t are called wrongly, besides `background`.
int taken_for(const ConfusionMatrix& scores, int t, int background) {
  int most = -1;
  std::uint64_t pixels = 0;
  for (int p = 0; p < scores.classes(); ++p) {
    if (p == t || p == background || scores.count(t, p) <= pixels) continue;
    pixels = scores.count(t, p);
    most = p;
  }
  return 4 * pixels > scores.truth_pixels(t) ? most : -1;
}

int most_frequent(const ConfusionMatrix& scores) {
  int most = 0;
  for (int c = 1; c < scores.classes(); ++c) {
    if (scores.truth_pixels(c) > scores.truth_pixels(most)) most = c;
  }
  return most;
}

// Classes that are hardly found, and whose objects do not fit into the crop, or are taken for those
// of such a class (the most frequent one is everywhere): a crop does not show how large they are.
std::string too_large(const RunOutcome& run, std::pair<int, int> crop) {
  const std::vector<bool> larger = larger_than(crop, run.train);
  const ConfusionMatrix& scores = *run.scores;
  const auto iou = scores.iou();
  const int background = most_frequent(scores);
  const auto is_larger = [&](int c) {
    return c >= 0 && c != background && larger[static_cast<std::size_t>(c)];
  };
  std::string names;
  for (int c = 0; c < scores.classes(); ++c) {
    const int other = taken_for(scores, c, background);
    const auto i = static_cast<std::size_t>(c);
    if (iou[i].value_or(1) >= 0.4 || scores.truth_pixels(c) == 0) continue;
    if (!is_larger(c) && !is_larger(other)) continue;
    names += text(names.empty() ? "" : ", ", run.train.class_names()[i], " (IoU ",
                  score_text(iou[i]), ")");
    if (!is_larger(c)) {
      names += text(", taken for ", run.train.class_names()[static_cast<std::size_t>(other)]);
    }
  }
  return names;
}

void find_crop(const RunOutcome& run, Findings& findings) {
  const auto crop = small_crop(run.settings, run.train);
  if (!crop || run.scores == nullptr) return;
  const Image image = run.train.get(0).image;
  const double share = double{1} * crop->first * crop->second / image.width / image.height;
  if (share > 0.5) return;
  const std::string large = too_large(run, *crop);
  if (!run.no_better && (share > 0.3 || large.empty())) return;
  findings.push_back(
      {FindingKind::fault,
       "crop too small",
       text("crops of ", crop->first, "x", crop->second, " show ", percent_text(share),
            " of an image",
            large.empty() ? "" : ", too little to see how large objects are: " + large),
       {retry(
           run.settings, run.train,
           [&](TrainSettings& s) {
             s.augment = text("flip,crop=", image.height, "x", image.width);
           },
           run.statistics)}});
}

}  // namespace

std::optional<std::pair<int, int>> small_crop(const TrainSettings& settings, const Dataset& data) {
  const BatchOptions batches = parse_augmentation(*settings.augment);
  if (batches.crop_width <= 0 || data.whole_image()) return std::nullopt;
  const Image image = data.get(0).image;
  if (batches.crop_width >= image.width && batches.crop_height >= image.height) return std::nullopt;
  return std::pair{batches.crop_height, batches.crop_width};
}

Findings setting_findings(const RunOutcome& run) {
  Findings findings;
  const bool sum = run.no_better && find_sum(run, findings);
  if (!sum && (run.no_better || loss_curve(run.log).blew_up())) find_lr(run, findings);
  if (findings.empty()) find_crop(run, findings);
  return findings;
}

}  // namespace pixelwise
