// The confusion matrix of a segmentation, and the scores read from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/labels.h"

namespace pixelwise {

/// Counts n_ij: pixels of true class i that were predicted as class j. One matrix over a whole data
/// set gives the scores of Long, Shelhamer and Darrell (2015), section 5. The average of the scores
/// of single images or batches is another number. t_i = sum_j n_ij are the pixels of class i, and
/// p_i = sum_j n_ji the pixels predicted as class i. The scores throw std::invalid_argument if no
/// labelled pixel was counted.
class ConfusionMatrix {
 public:
  /// An empty matrix for `classes` classes, 1 to 255.
  explicit ConfusionMatrix(int classes);

  /// Counts pixels. A pixel with truth 255 (void) is not counted, whatever the prediction is.
  /// Throws std::invalid_argument if the lengths differ or an id is not below classes().
  void add(std::span<const std::uint8_t> truth, std::span<const std::uint8_t> prediction);

  /// Adds `pixels` pixels of true class `truth` predicted as `prediction`.
  void add_count(int truth, int prediction, std::uint64_t pixels);

  /// Adds the counts of another matrix with as many classes.
  void merge(const ConfusionMatrix& other);

  int classes() const { return classes_; }
  std::uint64_t count(int truth, int prediction) const;
  std::uint64_t truth_pixels(int c) const;      // t_i
  std::uint64_t predicted_pixels(int c) const;  // p_i
  std::uint64_t labelled_pixels() const;        // sum_i t_i

  /// sum_i n_ii / sum_i t_i
  double pixel_accuracy() const;

  /// n_ii / t_i, averaged over the classes that the truth contains.
  double mean_accuracy() const;

  /// n_ii / (t_i + p_i - n_ii) for each class; nothing for a class that neither truth nor
  /// prediction contains.
  std::vector<std::optional<double>> iou() const;

  /// The average of iou() over the classes that have one.
  double mean_iou() const;

  /// sum_i t_i iou_i / sum_i t_i
  double fw_iou() const;

  /// The Dice coefficient (F1) 2 n_ii / (t_i + p_i) = 2 iou_i / (1 + iou_i) for each class; nothing
  /// if iou() has nothing.
  std::vector<std::optional<double>> dice() const;

  /// The average of dice() over the classes that have one.
  double mean_dice() const;

 private:
  std::size_t cell(int truth, int prediction) const;
  void require_pixels(const char* score) const;

  int classes_;
  std::vector<std::uint64_t> counts_;  // classes x classes, a row per true class
};

}  // namespace pixelwise
