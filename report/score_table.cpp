#include "report/score_table.h"

#include <algorithm>
#include <optional>
#include <sstream>

#include "base/terminal.h"
#include "report/score_text.h"

namespace pixelwise {
namespace {

std::string cell(const std::optional<double>& score) {
  return score ? score_text(score) : std::string("-");
}

std::string to_the_right(const std::string& text, std::size_t width) {
  return std::string(text.size() < width ? width - text.size() : 1, ' ') + text;
}

// 12 columns of names, two shares of 8, two scores of 6.
std::string narrow_table(const ConfusionMatrix& scores, const ConfusionMatrix& baseline,
                         const std::vector<std::string>& classes) {
  constexpr std::size_t kName = 12;
  std::ostringstream out;
  const auto row = [&](const std::string& name, const std::vector<std::string>& cells) {
    const std::string shown = fitted(name, kName);
    out << shown << std::string(kName - columns_of(shown), ' ');
    for (std::size_t i = 0; i < cells.size(); ++i) out << to_the_right(cells[i], i < 2 ? 8 : 6);
    out << "\n";
  };
  row("", {"true", "called", "IoU", "Dice"});
  const auto iou = scores.iou(), dice = scores.dice();
  const double pixels = static_cast<double>(scores.labelled_pixels());
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const int id = static_cast<int>(c);
    row(classes[c], {percent_text(static_cast<double>(scores.truth_pixels(id)) / pixels),
                     percent_text(static_cast<double>(scores.predicted_pixels(id)) / pixels),
                     cell(iou[c]), cell(dice[c])});
  }
  const auto mean = [&](const char* name, const std::string& ours, const std::string& theirs) {
    out << name << to_the_right(ours, 21 - std::string(name).size()) << to_the_right(theirs, 19)
        << "\n";
  };
  mean("", "", "one class for all");
  mean("mean IoU", score_text(scores.mean_iou()), score_text(baseline.mean_iou()));
  mean("mean Dice", score_text(scores.mean_dice()), score_text(baseline.mean_dice()));
  mean("f.w. IoU", score_text(scores.fw_iou()), score_text(baseline.fw_iou()));
  mean("mean accuracy", score_text(scores.mean_accuracy()), score_text(baseline.mean_accuracy()));
  mean("pixel accuracy", score_text(scores.pixel_accuracy()),
       score_text(baseline.pixel_accuracy()));
  return out.str();
}

}  // namespace

std::string score_table(const ConfusionMatrix& scores, const ConfusionMatrix& baseline,
                        const std::vector<std::string>& classes, std::size_t columns) {
  constexpr std::size_t kWide = 84;
  if (columns > 0 && columns < kWide) return narrow_table(scores, baseline, classes);
  std::size_t width = 16;
  for (const std::string& name : classes) width = std::max(width, name.size() + 2);
  std::ostringstream out;
  const auto row = [&](const std::string& name, const std::vector<std::string>& cells) {
    std::string line = name + std::string(width - name.size(), ' ');
    for (const std::string& cell : cells) {
      line += cell + std::string(cell.size() < 10 ? 10 - cell.size() : 1, ' ');
    }
    out << line.substr(0, line.find_last_not_of(' ') + 1) << "\n";
  };
  row("", {"pixels", "predicted", "IoU", "Dice", "one class for all: IoU, Dice"});
  const auto iou = scores.iou(), dice = scores.dice();
  const auto base_iou = baseline.iou(), base_dice = baseline.dice();
  const double pixels = static_cast<double>(scores.labelled_pixels());
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const int id = static_cast<int>(c);
    row(classes[c], {percent_text(static_cast<double>(scores.truth_pixels(id)) / pixels),
                     percent_text(static_cast<double>(scores.predicted_pixels(id)) / pixels),
                     cell(iou[c]), cell(dice[c]), cell(base_iou[c]), cell(base_dice[c])});
  }
  row("mean", {"", "", score_text(scores.mean_iou()), score_text(scores.mean_dice()),
               score_text(baseline.mean_iou()), score_text(baseline.mean_dice())});
  row("f.w. IoU", {"", "", score_text(scores.fw_iou()), "", score_text(baseline.fw_iou())});
  row("mean accuracy",
      {"", "", score_text(scores.mean_accuracy()), "", score_text(baseline.mean_accuracy())});
  row("pixel accuracy",
      {"", "", score_text(scores.pixel_accuracy()), "", score_text(baseline.pixel_accuracy())});
  return out.str();
}

}  // namespace pixelwise
