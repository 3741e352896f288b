// Convolution in double, as its definition reads, with the sum of |products| of every output: the
// scale against which a float sum may be judged.
#pragma once

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "autograd/kernels.h"

namespace pixelwise::kernels::test {

using Values = std::vector<Real>;

struct Sums {
  std::vector<double> value, scale;
  explicit Sums(std::int64_t size)
      : value(static_cast<std::size_t>(size)), scale(static_cast<std::size_t>(size)) {}
  void add(std::int64_t i, double product) {
    value[static_cast<std::size_t>(i)] += product;
    scale[static_cast<std::size_t>(i)] += std::abs(product);
  }
};

inline ConvGeometry with_output(ConvGeometry s) {
  s.oh = (s.ih + 2 * s.padding_h - s.dilation_h * (s.kh - 1) - 1) / s.stride_h + 1;
  s.ow = (s.iw + 2 * s.padding_w - s.dilation_w * (s.kw - 1) - 1) / s.stride_w + 1;
  return s;
}

inline bool has_output(const ConvGeometry& s) {
  return s.ih + 2 * s.padding_h > s.dilation_h * (s.kh - 1) &&
         s.iw + 2 * s.padding_w > s.dilation_w * (s.kw - 1);
}

inline std::int64_t x_size(const ConvGeometry& s) { return s.n * s.ih * s.iw * s.c; }
inline std::int64_t w_size(const ConvGeometry& s) { return s.o * s.kh * s.kw * (s.c / s.groups); }
inline std::int64_t y_size(const ConvGeometry& s) { return s.n * s.oh * s.ow * s.o; }

/// Calls visit(y index, x index, w index) for every tap.
template <class Visit>
void for_each_tap(const ConvGeometry& s, Visit visit) {
  const std::int64_t c_group = s.c / s.groups, o_group = s.o / s.groups;
  for (std::int64_t n = 0; n < s.n; ++n)
    for (std::int64_t i = 0; i < s.oh; ++i)
      for (std::int64_t j = 0; j < s.ow; ++j)
        for (std::int64_t u = 0; u < s.kh; ++u)
          for (std::int64_t v = 0; v < s.kw; ++v) {
            const std::int64_t h = i * s.stride_h + u * s.dilation_h - s.padding_h;
            const std::int64_t w = j * s.stride_w + v * s.dilation_w - s.padding_w;
            if (h < 0 || h >= s.ih || w < 0 || w >= s.iw) continue;
            for (std::int64_t o = 0; o < s.o; ++o)
              for (std::int64_t c = 0; c < c_group; ++c) {
                visit(((n * s.oh + i) * s.ow + j) * s.o + o,
                      ((n * s.ih + h) * s.iw + w) * s.c + o / o_group * c_group + c,
                      ((o * s.kh + u) * s.kw + v) * c_group + c);
              }
          }
}

inline Values random_values(std::int64_t size, std::mt19937& random) {
  std::normal_distribution<Real> normal;
  Values values(static_cast<std::size_t>(size));
  for (Real& value : values) value = normal(random);
  return values;
}

/// The largest |got - want| / scale, where scale is the sum of |products|.
inline double worst_error(const Values& got, const Sums& want) {
  double worst = 0.0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    const double error = std::abs(static_cast<double>(got[i]) - want.value[i]);
    if (!(error <= 1e-30 + 1e30 * want.scale[i])) return 1e30;  // also catches NaN
    if (error > 0.0) worst = std::max(worst, error / want.scale[i]);
  }
  return worst;
}

/// |got - want| / |want|, both Euclidean norms over the whole array; the |want| of a sum that
/// cancels is taken as the norm of its scale / 100.
inline double relative_norm(const Values& got, const Sums& want) {
  double error = 0.0, norm = 0.0, scale = 0.0;
  for (std::size_t i = 0; i < got.size(); ++i) {
    error += std::pow(static_cast<double>(got[i]) - want.value[i], 2);
    norm += std::pow(want.value[i], 2);
    scale += std::pow(want.scale[i], 2);
  }
  if (error == 0.0) return 0.0;
  return std::sqrt(error) / std::max(std::sqrt(norm), 0.01 * std::sqrt(scale));
}

}  // namespace pixelwise::kernels::test
