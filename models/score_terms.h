// The score of a pixel as a sum: what each skip of an FCN contributes to it.
//
// Behind the score layers an FCN only upsamples, crops and adds. That is linear: so the score of a
// class at a pixel is a sum, and its terms are the maps of the score layers, each number times how
// much the score grows with it (its gradient).
#pragma once

#include <string>
#include <vector>

#include "layers/module.h"

namespace pixelwise {

struct ScoreTerm {
  std::string name;           // "score_pool4"; of a bias "upscore.bias"
  std::vector<double> parts;  // what it contributes to the score of each class asked for
};

struct ScoreTerms {
  std::vector<ScoreTerm> terms;  // the coarsest map first
  std::vector<double> scores;    // of each class asked for; the sum of the terms
};

/// The terms of the scores of `classes` at one pixel of an image [1, C, H, W]. A network whose last
/// layers are not linear has one term: its scores. Throws std::invalid_argument for a pixel or a
/// class that there is not.
ScoreTerms score_terms(Network& network, const Array& image,
                       const std::vector<std::int64_t>& classes, std::int64_t row,
                       std::int64_t column);

}  // namespace pixelwise
