// Lesson 01: a confusion matrix of two classes, and the measures that are read from it.
#pragma once

#include <vector>

#include "datasets/sample.h"

namespace pixelwise {

// counts[t][p]: how many pixels of true class t were predicted as class p?
using Counts = std::vector<std::vector<double>>;

inline Counts count(const Mask& truth, const Mask& prediction) {
  Counts counts{{0, 0}, {0, 0}};
  for (std::size_t i = 0; i < truth.ids.size(); ++i) counts[truth.ids[i]][prediction.ids[i]] += 1;
  return counts;
}

struct Measures {
  double pixel_accuracy, mean_accuracy, mean_iou, fw_iou;
};

inline Measures measures_of(const Counts& n) {
  const double all = n[0][0] + n[0][1] + n[1][0] + n[1][1];
  double right = 0, accuracies = 0, ious = 0, weighted = 0;
  for (const std::size_t c : {0, 1}) {
    const double truth = n[c][0] + n[c][1];      // pixels that are of class c: the row
    const double predicted = n[0][c] + n[1][c];  // pixels that are said to be: the column
    const double both = n[c][c];
    const double either = truth + predicted - both;
    right += both;
    accuracies += both / truth;
    ious += both / either;
    weighted += truth * both / either;
  }
  return {right / all, accuracies / 2, ious / 2, weighted / all};
}

}  // namespace pixelwise
