#include "models/influence.h"

#include <algorithm>
#include <cmath>

#include "autograd/array_math.h"
#include "base/check.h"
#include "layers/mode_scope.h"
#include "models/recorded_graph.h"
#include "models/segment.h"

namespace pixelwise {
namespace {

// dL/dy for L = the element: 1 there, 0 elsewhere.
Array one_at(const Shape& map, const MapElement& of) {
  require(map.rank() == 4 || map.rank() == 2, "influence: a map ", map,
          " is neither [N, C, H, W] nor the scores [N, C] of a classifier");
  const bool flat = map.rank() == 2;
  const std::int64_t rows = flat ? 1 : map[2], columns = flat ? 1 : map[3];
  require(
      of.row >= 0 && of.row < rows && of.column >= 0 && of.column < columns && of.channel < map[1],
      "influence: there is no element in channel ", of.channel, ", row ", of.row, ", column ",
      of.column, " of a map ", map);
  Array dy({map[0], map[1], rows, columns});
  for (std::int64_t c = 0; c < map[1]; ++c) {
    const bool asked = of.channel == MapElement::kAllChannels || of.channel == c;
    if (asked) dy(0, c, of.row, of.column) = 1;
  }
  return flat ? dy.reshaped(map) : dy;
}

// sums(i, j): the sum of everything above and left of (i, j).
std::vector<std::vector<double>> running_sums(const Array& a) {
  const std::int64_t rows = a.shape()[0], columns = a.shape()[1];
  std::vector<std::vector<double>> sums(
      static_cast<std::size_t>(rows) + 1,
      std::vector<double>(static_cast<std::size_t>(columns) + 1, 0));
  for (std::size_t i = 0; i < static_cast<std::size_t>(rows); ++i) {
    for (std::size_t j = 0; j < static_cast<std::size_t>(columns); ++j) {
      const auto value =
          static_cast<double>(a(static_cast<std::int64_t>(i), static_cast<std::int64_t>(j)));
      sums[i + 1][j + 1] = value + sums[i][j + 1] + sums[i + 1][j] - sums[i][j];
    }
  }
  return sums;
}

struct Square {
  double sum = -1;
  std::size_t top = 0, left = 0;
};

// The square of this side with the largest sum; it may be cut off by the border.
Square best_square(const std::vector<std::vector<double>>& sums, std::size_t side) {
  const std::size_t rows = sums.size() - 1, columns = sums[0].size() - 1;
  const std::size_t high = std::min(side, rows), wide = std::min(side, columns);
  Square best;
  for (std::size_t i = 0; i + high <= rows; ++i) {
    for (std::size_t j = 0; j + wide <= columns; ++j) {
      const double sum =
          sums[i + high][j + wide] - sums[i][j + wide] - sums[i + high][j] + sums[i][j];
      if (sum > best.sum) best = {sum, i, j};
    }
  }
  return best;
}

}  // namespace

Array influence(const std::function<Tensor(const Tensor&)>& compute, const Array& image,
                const MapElement& of) {
  const Tensor pixels = Tensor::parameter(image);
  const Tensor map = compute(pixels);
  map.backward(one_at(map.shape(), of));
  const Array& gradient = pixels.grad();
  const Shape& s = gradient.shape();
  Array sum({s[2], s[3]});
  for (std::int64_t c = 0; c < s[1]; ++c) {
    for (std::int64_t i = 0; i < s[2]; ++i) {
      for (std::int64_t j = 0; j < s[3]; ++j) sum(i, j) += std::abs(gradient(0, c, i, j));
    }
  }
  return sum;
}

Array mean_influence(Network& network, const std::vector<Array>& images, const std::string& layer,
                     const MapElement& of) {
  require(!images.empty(), "mean_influence: no image");
  const FrozenScope frozen(network);
  const auto compute = [&](const Tensor& image) {
    if (layer.empty()) return segment(network, image);
    GraphRecorder recorder;
    recorder.name_parameters(network);
    segment(network, image);
    return map_of_layer(recorder.graph(), layer);
  };
  Array sum;
  for (const Array& image : images) {
    const Array one = influence(compute, image, of);
    if (sum.is_empty()) sum = Array(one.shape());
    add_to(sum, one);
  }
  return sum * (Real{1} / static_cast<Real>(images.size()));
}

SeenArea seen_area(const Array& influence, double share) {
  const std::int64_t rows = influence.shape()[0], columns = influence.shape()[1];
  const Real largest = *std::max_element(influence.data(), influence.data() + influence.size());
  const Array cleaned =
      map(influence, [&](Real v) { return v <= largest * Real{1e-6} ? Real{0} : v; });
  std::int64_t top = rows, bottom = -1, left = columns, right = -1;
  for (std::int64_t i = 0; i < rows; ++i) {
    for (std::int64_t j = 0; j < columns; ++j) {
      if (cleaned(i, j) == 0) continue;
      top = std::min(top, i), bottom = std::max(bottom, i);
      left = std::min(left, j), right = std::max(right, j);
    }
  }
  if (bottom < 0) return {};  // nothing acts
  const auto sums = running_sums(cleaned);
  const double wanted = share * sums.back().back() * (1 - 1e-9);  // rounding of sums
  std::size_t low = 1, high = static_cast<std::size_t>(std::max(rows, columns));
  while (low < high) {
    const std::size_t side = (low + high) / 2;
    if (best_square(sums, side).sum >= wanted) {
      high = side;
    } else {
      low = side + 1;
    }
  }
  const Square square = best_square(sums, low);
  return {top,
          left,
          bottom - top + 1,
          right - left + 1,
          static_cast<std::int64_t>(square.top),
          static_cast<std::int64_t>(square.left),
          static_cast<std::int64_t>(low)};
}

}  // namespace pixelwise
