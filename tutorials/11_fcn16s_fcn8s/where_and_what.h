// Lesson 11: two questions to one confusion matrix.
#pragma once

#include "metrics/confusion.h"

namespace pixelwise {

struct WhereAndWhat {
  double where;  // the IoU of "some object" against the background: the five shapes are one class
  double what;   // of the object pixels that were called some object: how many got the right shape
};

inline WhereAndWhat where_and_what(const ConfusionMatrix& n) {
  double object_or = 0, object_both = 0, right = 0;
  for (int truth = 0; truth < n.classes(); ++truth) {
    for (int guess = 0; guess < n.classes(); ++guess) {
      const auto pixels = static_cast<double>(n.count(truth, guess));
      if (truth > 0 || guess > 0) object_or += pixels;
      if (truth > 0 && guess > 0) object_both += pixels;
      if (truth > 0 && guess == truth) right += pixels;
    }
  }
  return {object_both / object_or, object_both > 0 ? right / object_both : 0};
}

}  // namespace pixelwise
