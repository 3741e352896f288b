// Lesson 11: the scores of a trained FCN-8s as a sum of three maps.
#pragma once

#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "autograd/ops.h"
#include "datasets/drawing.h"
#include "datasets/image.h"
#include "layers/mode_scope.h"
#include "models/fcn.h"
#include "report/tile_sheet.h"
#include "training/evaluate.h"
#include "training/predict.h"
#include "training/to_array.h"

namespace pixelwise {

/// What each score layer adds to the scores of an image, at full size: F1 from fc7, F2 from pool4,
/// F3 from pool3.
inline std::array<Tensor, 3> terms_of(Fcn8s& net, const Tensor& image) {
  const auto [pool3, pool4, fc7] = net.trunk.features(image);
  const Tensor f1 = net.upscore8(net.upscore_pool4(net.upscore2(net.score_fr(fc7))));
  const Tensor f2 = net.upscore8(net.upscore_pool4(net.score_pool4(pool4)));
  const Tensor f3 = net.upscore8(net.score_pool3(pool3));
  return {f1, f2, f3};
}

constexpr std::int64_t kBackground = 0, kRing = 4;

/// A pixel of a data set.
struct Place {
  std::int64_t index = 0, row = 0, column = 0;
};

/// The score of the ring minus that of the background: above zero the ring wins.
inline std::vector<double> ring_over_background(const Array& scores) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < scores.shape()[2]; ++i) {
    for (std::int64_t j = 0; j < scores.shape()[3]; ++j) {
      values.push_back(static_cast<double>(scores(0, kRing, i, j)) -
                       static_cast<double>(scores(0, kBackground, i, j)));
    }
  }
  return values;
}

/// The pixel in the hole of a ring that FCN-32s calls ring, and that FCN-8s is most sure of.
inline std::optional<Place> pixel_in_a_hole(Network& coarse, Network& fine, const Dataset& data,
                                            const Preprocessing& how) {
  std::optional<Place> best;
  double most = 0;
  for (std::int64_t index = 0; index < 40; ++index) {
    const Sample sample = data.get(index);
    const Mask filled = predict(coarse, sample.image, how);
    const Array scores = scores_of(fine, sample.image, how);
    const std::vector<double> ring = ring_over_background(scores);
    std::size_t pixel = 0;
    for (int row = 0; row < sample.mask.height; ++row) {
      for (int column = 0; column < sample.mask.width; ++column) {
        const double sure = -ring[pixel++];
        const bool hole =
            sample.mask.at(column, row) == kBackground && filled.at(column, row) == kRing;
        if (hole && sure > most) {
          most = sure;
          best = Place{index, row, column};
        }
      }
    }
  }
  return best;
}

/// Maps as colours with one scale for all.
inline std::vector<Image> with_one_scale(const std::vector<std::vector<double>>& maps, int width,
                                         int height) {
  std::vector<double> all;
  for (const auto& map : maps) all.insert(all.end(), map.begin(), map.end());
  const Image tall = signed_image(all, width, height * static_cast<int>(maps.size()));
  std::vector<Image> images;
  for (int k = 0; k < static_cast<int>(maps.size()); ++k) {
    Image part(width, height, 3);
    std::copy_n(tall.at(0, k * height), part.pixels.size(), part.pixels.begin());
    images.push_back(part);
  }
  return images;
}

}  // namespace pixelwise
