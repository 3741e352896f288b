#include "metrics/truth_bound.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/check.h"
#include "base/labels.h"

namespace pixelwise {
namespace {

// Shares of the classes in each block, [rows, columns, classes].
struct Grid {
  int rows, columns, classes;
  std::vector<double> shares;

  double* at(int row, int column) {
    return shares.data() + (static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                            static_cast<std::size_t>(column)) *
                               static_cast<std::size_t>(classes);
  }
};

Grid average_blocks(const Mask& truth, int classes, int factor) {
  Grid grid{(truth.height + factor - 1) / factor, (truth.width + factor - 1) / factor, classes, {}};
  grid.shares.resize(static_cast<std::size_t>(grid.rows) * static_cast<std::size_t>(grid.columns) *
                     static_cast<std::size_t>(classes));
  for (int y = 0; y < truth.height; ++y) {
    for (int x = 0; x < truth.width; ++x) {
      const int block_height = std::min(factor, truth.height - y / factor * factor);
      const int block_width = std::min(factor, truth.width - x / factor * factor);
      const std::uint8_t id = truth.at(x, y);
      if (id == kVoidLabel) continue;
      grid.at(y / factor, x / factor)[id] += 1.0 / (block_height * block_width);
    }
  }
  return grid;
}

// The two cells whose centres are on both sides of a pixel's centre, and how near the second is.
struct Between {
  int first, second;
  double weight;
};

Between place(int pixel, int factor, int cells) {
  const double at = std::clamp((pixel + 0.5) / factor - 0.5, 0.0, cells - 1.0);
  const int first = static_cast<int>(std::floor(at));
  return {first, std::min(first + 1, cells - 1), at - first};
}

}  // namespace

Mask through_coarse_grid(const Mask& truth, int classes, int factor) {
  require(factor >= 1, "through_coarse_grid: factor ", factor, "; expected at least 1");
  Grid grid = average_blocks(truth, classes, factor);
  Mask result(truth.width, truth.height);
  for (int y = 0; y < truth.height; ++y) {
    const Between v = place(y, factor, grid.rows);
    for (int x = 0; x < truth.width; ++x) {
      const Between u = place(x, factor, grid.columns);
      const double* a = grid.at(v.first, u.first);
      const double* b = grid.at(v.first, u.second);
      const double* c = grid.at(v.second, u.first);
      const double* d = grid.at(v.second, u.second);
      double best = -1.0;
      for (int k = 0; k < classes; ++k) {
        const double share = (1 - v.weight) * ((1 - u.weight) * a[k] + u.weight * b[k]) +
                             v.weight * ((1 - u.weight) * c[k] + u.weight * d[k]);
        if (share <= best) continue;
        best = share;
        result.at(x, y) = static_cast<std::uint8_t>(k);
      }
    }
  }
  return result;
}

ConfusionMatrix truth_downsampling_bound(const Dataset& dataset, int factor) {
  require(!dataset.whole_image(), "truth_downsampling_bound: ", dataset.name(),
          " has one class per image, no masks");
  const int classes = dataset.num_classes();
  std::vector<ConfusionMatrix> of_image(static_cast<std::size_t>(dataset.size()),
                                        ConfusionMatrix(classes));
  for_each_sample(dataset, [&](std::int64_t i, const Sample& sample) {
    of_image[static_cast<std::size_t>(i)].add(
        sample.mask.ids, through_coarse_grid(sample.mask, classes, factor).ids);
  });
  ConfusionMatrix sum(classes);
  for (const ConfusionMatrix& matrix : of_image) sum.merge(matrix);
  return sum;
}

}  // namespace pixelwise
