#include "doctor/score_findings.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <tuple>

#include "base/check.h"
#include "report/score_text.h"

namespace pixelwise {
namespace {

std::string times_text(double factor) {
  std::array<char, 32> digits{};
  std::snprintf(digits.data(), digits.size(), "%.1f", factor);
  return digits.data();
}

// A class of at least a hundredth of the pixels that is predicted twice as often as it occurs, or
// half as often. The one that is farthest off.
void find_imbalance(const ConfusionMatrix& scores, const std::vector<std::string>& classes,
                    Findings& findings) {
  const auto all = static_cast<double>(scores.labelled_pixels());
  double farthest = 2;
  int which = -1;
  for (int c = 0; c < scores.classes(); ++c) {
    const auto truth = static_cast<double>(scores.truth_pixels(c));
    const auto guess = static_cast<double>(scores.predicted_pixels(c));
    if (std::max(truth, guess) < 0.01 * all) continue;
    const double factor = std::max(truth, guess) / std::max(1.0, std::min(truth, guess));
    if (factor < farthest) continue;
    farthest = factor;
    which = c;
  }
  if (which < 0) return;
  const auto truth = static_cast<double>(scores.truth_pixels(which));
  const auto guess = static_cast<double>(scores.predicted_pixels(which));
  const std::string& name = classes[static_cast<std::size_t>(which)];
  const std::string shares = text(" (", percent_text(guess / all), " of the pixels against ",
                                  percent_text(truth / all), ")");
  const std::string what = guess == 0      ? text(name, " is never predicted, though it is ",
                                                  percent_text(truth / all), " of the pixels")
                           : truth == 0    ? text(name, " is predicted, but does not occur", shares)
                           : guess > truth ? text(name, " is predicted ", times_text(farthest),
                                                  " times as often as it occurs", shares)
                                           : text(name, " is predicted ", times_text(guess / truth),
                                                  " times as often as it occurs", shares);
  findings.push_back(
      {FindingKind::sign, guess > truth ? "predicted too often" : "predicted too seldom", what});
}

void find_other_order(const ConfusionMatrix& scores, const std::vector<std::string>& classes,
                      Findings& findings) {
  const std::vector<int> match = match_classes(scores);
  double as_named = 0, as_matched = 0;
  int present = 0, moved = 0;
  std::string pairs;
  for (int t = 0; t < scores.classes(); ++t) {
    const int p = match[static_cast<std::size_t>(t)];
    if (p < 0) continue;
    ++present;
    const double named = iou_of_pair(scores, t, t), matched = iou_of_pair(scores, t, p);
    as_named += named;
    as_matched += matched;
    if (p == t || matched < 0.25 || matched < 2 * named) continue;
    ++moved;
    pairs += text(pairs.empty() ? "" : ", ", classes[static_cast<std::size_t>(t)], " as ",
                  classes[static_cast<std::size_t>(p)], " (", score_text(matched), ")");
  }
  if (moved < 2 || as_matched - as_named < 0.15 * present) return;
  findings.push_back(
      {FindingKind::fault, "wrong class order",
       text("the network finds the classes under other names: ", pairs, "; with names exchanged ",
            "so, the mean IoU would be ", score_text(as_matched / present), " instead of ",
            score_text(as_named / present),
            ": the masks here number the classes otherwise than those that it learned from")});
}

}  // namespace

double iou_of_pair(const ConfusionMatrix& scores, int t, int p) {
  const auto both = static_cast<double>(scores.count(t, p));
  const double either =
      static_cast<double>(scores.truth_pixels(t) + scores.predicted_pixels(p)) - both;
  return either > 0 ? both / either : 0;
}

std::vector<int> match_classes(const ConfusionMatrix& scores) {
  std::vector<std::tuple<double, int, int>> pairs;
  for (int t = 0; t < scores.classes(); ++t) {
    for (int p = 0; p < scores.classes(); ++p) {
      if (scores.truth_pixels(t) > 0) pairs.emplace_back(iou_of_pair(scores, t, p), t, p);
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const auto& a, const auto& b) { return std::get<0>(a) > std::get<0>(b); });
  std::vector<int> match(static_cast<std::size_t>(scores.classes()), -1);
  std::vector<bool> taken(match.size());
  for (const auto& [iou, t, p] : pairs) {
    if (match[static_cast<std::size_t>(t)] >= 0 || taken[static_cast<std::size_t>(p)]) continue;
    match[static_cast<std::size_t>(t)] = p;
    taken[static_cast<std::size_t>(p)] = true;
  }
  return match;
}

double matched_mean_iou(const ConfusionMatrix& scores) {
  const std::vector<int> match = match_classes(scores);
  double sum = 0;
  int present = 0;
  for (int t = 0; t < scores.classes(); ++t) {
    const int p = match[static_cast<std::size_t>(t)];
    if (p < 0) continue;
    sum += iou_of_pair(scores, t, p);
    ++present;
  }
  return present > 0 ? sum / present : 0;
}

bool is_no_better(const ConfusionMatrix& scores, const ConfusionMatrix& baseline) {
  // Guessing has a mean accuracy of one over the number of classes, too, but a larger mean IoU.
  return scores.mean_iou() < baseline.mean_iou() + 0.03 ||
         scores.mean_accuracy() < baseline.mean_accuracy() + 0.02;
}

Findings score_findings(const ConfusionMatrix& scores, const ConfusionMatrix& baseline,
                        const std::vector<std::string>& classes, const ConfusionMatrix* train) {
  Findings findings;
  find_other_order(scores, classes, findings);
  for (int c = 0; c < scores.classes(); ++c) {
    if (scores.predicted_pixels(c) != scores.labelled_pixels()) continue;
    findings.push_back(
        {FindingKind::sign, "one class only",
         text("every pixel is called ", classes[static_cast<std::size_t>(c)],
              "; that alone scores the pixel accuracy ", score_text(scores.pixel_accuracy()))});
    return findings;
  }
  if (is_no_better(scores, baseline)) {
    findings.push_back(
        {FindingKind::sign, "no better than one class",
         text("calling every pixel the most frequent class scores the mean IoU ",
              score_text(baseline.mean_iou()), ", the network ", score_text(scores.mean_iou()))});
  }
  find_imbalance(scores, classes, findings);
  if (train != nullptr && train->mean_iou() > scores.mean_iou() + 0.15) {
    findings.push_back(
        {FindingKind::sign, "over-fitted",
         text("over-fitted: the mean IoU is ", score_text(train->mean_iou()),
              " on training images, ", score_text(scores.mean_iou()), " on validation images")});
  }
  return findings;
}

}  // namespace pixelwise
