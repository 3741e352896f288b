// With p_c the probability of class c at a pixel, t_c = 1 where the label is c and 0 elsewhere, and
// sums over all pixels that are not void:
//
//   I_c = sum p_c t_c        S_c = sum p_c + sum t_c        D_c = 2 I_c / S_c
//   loss = 1 - 1/K sum_c D_c                 over the K classes with sum t_c > 0
//   d loss / dp_c = -2 / (K S_c^2) (t_c S_c - I_c)
//
// In cross-entropy the gradient of a pixel depends on this pixel alone. Here it also depends on how
// much of its class is found already.
#include "autograd/ops/soft_dice.h"

#include <vector>

#include "autograd/array_math.h"
#include "base/parallel.h"

namespace pixelwise {
namespace {

constexpr std::int64_t kPixelGrain = 4096;  // pixels to a task

struct Sums {
  std::vector<double> both, all;  // I_c, and sum p_c

  explicit Sums(std::int64_t classes)
      : both(static_cast<std::size_t>(classes)), all(static_cast<std::size_t>(classes)) {}
};

// Sums of fixed pieces, added up in order: the same bits for any number of threads.
Sums add_up(const Real* p, const std::vector<std::uint8_t>& labels, std::int64_t classes) {
  const auto pixels = static_cast<std::int64_t>(labels.size());
  std::vector<Sums> pieces(static_cast<std::size_t>((pixels + kPixelGrain - 1) / kPixelGrain),
                           Sums(classes));
  parallel_ranges(pixels, kPixelGrain, [&](std::int64_t begin, std::int64_t end) {
    Sums& piece = pieces[static_cast<std::size_t>(begin / kPixelGrain)];
    for (std::int64_t i = begin; i < end; ++i) {
      const std::uint8_t label = labels[static_cast<std::size_t>(i)];
      if (label == kVoidLabel) continue;
      for (std::int64_t c = 0; c < classes; ++c) {
        piece.all[static_cast<std::size_t>(c)] += static_cast<double>(p[i * classes + c]);
      }
      piece.both[label] += static_cast<double>(p[i * classes + label]);
    }
  });
  Sums sums(classes);
  for (const Sums& piece : pieces) {
    for (std::size_t c = 0; c < sums.all.size(); ++c) {
      sums.both[c] += piece.both[c];
      sums.all[c] += piece.all[c];
    }
  }
  return sums;
}

}  // namespace

Tensor soft_dice(const Tensor& probabilities, const Labels& labels) {
  const Array p = probabilities.value();
  require_label_size("soft_dice", p.shape(), labels);
  const std::int64_t classes = p.shape()[1];
  const auto count = count_labels("soft_dice", labels, classes, kVoidLabel);
  const Sums sums = add_up(p.data(), labels.ids, classes);

  // d loss / dp_c has one value where the label is c, and another one elsewhere.
  std::vector<Real> inside(sums.all.size()), outside(sums.all.size());
  double loss = 0;
  double present = 0;
  for (std::size_t c = 0; c < sums.all.size(); ++c) present += count[c] > 0 ? 1 : 0;
  for (std::size_t c = 0; c < sums.all.size(); ++c) {
    if (count[c] == 0) continue;
    const double all = sums.all[c] + static_cast<double>(count[c]);
    loss += (1 - 2 * sums.both[c] / all) / present;
    const double factor = -2 / (present * all * all);
    inside[c] = static_cast<Real>(factor * (all - sums.both[c]));
    outside[c] = static_cast<Real>(factor * -sums.both[c]);
  }
  const std::vector<std::uint8_t> ids = labels.ids;
  return Tensor::from_op("soft_dice", Array::scalar(static_cast<Real>(loss)),
                         {{probabilities, [=](const Array& dy) {
                             Array dp(p.shape());
                             Real* to = dp.mutable_data();
                             for (std::size_t i = 0; i < ids.size(); ++i, to += classes) {
                               if (ids[i] == kVoidLabel) continue;
                               for (std::size_t c = 0; c < outside.size(); ++c)
                                 to[c] = dy.item() * outside[c];
                               to[ids[i]] = dy.item() * inside[ids[i]];
                             }
                             return dp;
                           }}});
}

}  // namespace pixelwise
