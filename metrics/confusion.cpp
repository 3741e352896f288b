#include "metrics/confusion.h"

#include "base/check.h"

namespace pixelwise {
namespace {

// Over the classes that have a score.
double average(const std::vector<std::optional<double>>& scores) {
  double sum = 0.0;
  int present = 0;
  for (const std::optional<double>& score : scores) {
    if (!score) continue;
    sum += *score;
    ++present;
  }
  return sum / present;
}

}  // namespace

ConfusionMatrix::ConfusionMatrix(int classes) : classes_(classes) {
  require(classes >= 1 && classes <= kVoidLabel, "ConfusionMatrix: ", classes,
          " classes; 1 to 255 are possible");
  counts_.assign(static_cast<std::size_t>(classes) * static_cast<std::size_t>(classes), 0);
}

void ConfusionMatrix::add(std::span<const std::uint8_t> truth,
                          std::span<const std::uint8_t> prediction) {
  require(truth.size() == prediction.size(), "ConfusionMatrix: ", truth.size(), " true labels but ",
          prediction.size(), " predicted ones");
  for (std::size_t k = 0; k < truth.size(); ++k) {
    if (truth[k] == kVoidLabel) continue;
    add_count(truth[k], prediction[k], 1);
  }
}

void ConfusionMatrix::add_count(int truth, int prediction, std::uint64_t pixels) {
  require(truth >= 0 && truth < classes_, "ConfusionMatrix: true label ", truth, " but there are ",
          classes_, " classes, 0 to ", classes_ - 1, "; 255 is void");
  require(prediction >= 0 && prediction < classes_, "ConfusionMatrix: predicted label ", prediction,
          " but there are ", classes_, " classes, 0 to ", classes_ - 1);
  counts_[cell(truth, prediction)] += pixels;
}

void ConfusionMatrix::merge(const ConfusionMatrix& other) {
  require(classes_ == other.classes_, "ConfusionMatrix: cannot merge ", other.classes_,
          " classes into ", classes_);
  for (std::size_t k = 0; k < counts_.size(); ++k) counts_[k] += other.counts_[k];
}

std::uint64_t ConfusionMatrix::count(int truth, int prediction) const {
  return counts_.at(cell(truth, prediction));
}

std::uint64_t ConfusionMatrix::truth_pixels(int c) const {
  std::uint64_t sum = 0;
  for (int j = 0; j < classes_; ++j) sum += count(c, j);
  return sum;
}

std::uint64_t ConfusionMatrix::predicted_pixels(int c) const {
  std::uint64_t sum = 0;
  for (int i = 0; i < classes_; ++i) sum += count(i, c);
  return sum;
}

std::uint64_t ConfusionMatrix::labelled_pixels() const {
  std::uint64_t sum = 0;
  for (const std::uint64_t n : counts_) sum += n;
  return sum;
}

double ConfusionMatrix::pixel_accuracy() const {
  require_pixels("pixel accuracy");
  std::uint64_t right = 0;
  for (int c = 0; c < classes_; ++c) right += count(c, c);
  return static_cast<double>(right) / static_cast<double>(labelled_pixels());
}

double ConfusionMatrix::mean_accuracy() const {
  require_pixels("mean accuracy");
  double sum = 0.0;
  int present = 0;
  for (int c = 0; c < classes_; ++c) {
    const std::uint64_t pixels = truth_pixels(c);
    if (pixels == 0) continue;
    sum += static_cast<double>(count(c, c)) / static_cast<double>(pixels);
    ++present;
  }
  return sum / present;
}

std::vector<std::optional<double>> ConfusionMatrix::iou() const {
  std::vector<std::optional<double>> ious(static_cast<std::size_t>(classes_));
  for (int c = 0; c < classes_; ++c) {
    const std::uint64_t both = count(c, c);
    const std::uint64_t either = truth_pixels(c) + predicted_pixels(c) - both;
    if (either == 0) continue;
    ious[static_cast<std::size_t>(c)] = static_cast<double>(both) / static_cast<double>(either);
  }
  return ious;
}

double ConfusionMatrix::mean_iou() const {
  require_pixels("mean IoU");
  return average(iou());
}

double ConfusionMatrix::fw_iou() const {
  require_pixels("frequency-weighted IoU");
  const std::vector<std::optional<double>> ious = iou();
  double sum = 0.0;
  for (int c = 0; c < classes_; ++c) {
    sum += static_cast<double>(truth_pixels(c)) * ious[static_cast<std::size_t>(c)].value_or(0.0);
  }
  return sum / static_cast<double>(labelled_pixels());
}

std::vector<std::optional<double>> ConfusionMatrix::dice() const {
  std::vector<std::optional<double>> scores(static_cast<std::size_t>(classes_));
  for (int c = 0; c < classes_; ++c) {
    const std::uint64_t pixels = truth_pixels(c) + predicted_pixels(c);
    if (pixels == 0) continue;
    scores[static_cast<std::size_t>(c)] =
        2.0 * static_cast<double>(count(c, c)) / static_cast<double>(pixels);
  }
  return scores;
}

double ConfusionMatrix::mean_dice() const {
  require_pixels("mean Dice");
  return average(dice());
}

std::size_t ConfusionMatrix::cell(int truth, int prediction) const {
  return static_cast<std::size_t>(truth) * static_cast<std::size_t>(classes_) +
         static_cast<std::size_t>(prediction);
}

void ConfusionMatrix::require_pixels(const char* score) const {
  require(labelled_pixels() > 0, "ConfusionMatrix: no ", score,
          " without a labelled pixel; is every label 255 (void)?");
}

}  // namespace pixelwise
