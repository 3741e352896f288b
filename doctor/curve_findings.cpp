#include "doctor/curve_findings.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "report/score_text.h"

namespace pixelwise {
namespace {

// Mean and deviation of the losses from row `begin` up to `end`.
std::pair<double, double> statistics(const RunLogData& log, std::size_t begin, std::size_t end) {
  double sum = 0, squares = 0;
  for (std::size_t i = begin; i < end; ++i) {
    sum += log.rows[i].loss;
    squares += log.rows[i].loss * log.rows[i].loss;
  }
  const auto n = static_cast<double>(end - begin);
  const double mean = sum / n;
  return {mean, std::sqrt(std::max(0.0, squares / n - mean * mean))};
}

// Where the mean IoU of the validations was best, if it lies well above the last one.
void find_better_before(const RunLogData& log, Findings& findings) {
  double best = -1, last = -1;
  std::int64_t when = 0;
  for (const RunLogRow& row : log.rows) {
    if (row.extra.size() < 2 || !row.extra[1]) continue;
    last = *row.extra[1];
    if (last <= best) continue;
    best = last;
    when = row.iteration;
  }
  if (best < last + 0.05) return;
  findings.push_back({FindingKind::sign, "was better before",
                      text("the validation after ", when, " iterations was better: mean IoU ",
                           score_text(best), ", at the end ", score_text(last))});
}

}  // namespace

LossCurve loss_curve(const RunLogData& log) {
  LossCurve curve;
  curve.iterations = log.rows.size();
  const std::size_t n = curve.iterations;
  if (n == 0) return curve;
  curve.first = statistics(log, 0, std::min<std::size_t>(n, n < 30 ? 1 : 3)).first;
  for (const RunLogRow& row : log.rows) curve.highest = std::max(curve.highest, row.loss);
  const std::size_t tenth = std::max<std::size_t>(1, n / 10);
  const auto [mean, deviation] = statistics(log, n - tenth, n);
  curve.last = mean;
  curve.noise = deviation / std::sqrt(static_cast<double>(tenth));
  const std::size_t begin = n * 6 / 10;
  curve.before = statistics(log, begin, std::min(n, begin + tenth + tenth / 2)).first;
  return curve;
}

Findings curve_findings(const RunLogData& log) {
  Findings findings;
  const LossCurve curve = loss_curve(log);
  if (curve.iterations < 20) return findings;
  if (curve.is_falling()) {
    findings.push_back(
        {FindingKind::sign, "still falling",
         text("the loss is still falling (", score_text(curve.before),
              " at two thirds of the run, ", score_text(curve.last), " at its end)")});
  } else {
    findings.push_back(
        {FindingKind::sign, "flat",
         text("the loss no longer falls (", score_text(curve.before), " at two thirds of the run, ",
              score_text(curve.last), " at its end)")});
  }
  find_better_before(log, findings);
  return findings;
}

}  // namespace pixelwise
