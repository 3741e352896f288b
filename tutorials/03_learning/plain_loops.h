// Lesson 03: softmax and the three optimisers as plain loops.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace pixelwise {

// [softmax_loop]
inline std::vector<double> softmax_of(const std::vector<double>& scores) {
  const double largest = *std::max_element(scores.begin(), scores.end());
  std::vector<double> p;
  double sum = 0;
  for (const double s : scores) {
    p.push_back(std::exp(s - largest));
    sum += p.back();
  }
  for (double& one : p) one /= sum;
  return p;
}
// [/softmax_loop]

// A long valley: f = (x^2 + 25 y^2) / 2 has the gradient (x, 25 y).
using Point = std::array<double, 2>;
inline Point slope_at(const Point& at) { return {at[0], 25 * at[1]}; }

// [three_steps]
inline void sgd_step(Point& at, double lr) {
  const Point g = slope_at(at);
  for (int i : {0, 1}) at[i] -= lr * g[i];
}

inline void momentum_step(Point& at, Point& velocity, double lr) {
  const Point g = slope_at(at);
  for (int i : {0, 1}) velocity[i] = 0.9 * velocity[i] + g[i];
  for (int i : {0, 1}) at[i] -= lr * velocity[i];
}

inline void adam_step(Point& at, Point& m, Point& v, double lr, int t) {
  const Point g = slope_at(at);
  for (int i : {0, 1}) {
    m[i] = 0.9 * m[i] + 0.1 * g[i];
    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
    const double mean = m[i] / (1 - std::pow(0.9, t));
    const double square = v[i] / (1 - std::pow(0.999, t));
    at[i] -= lr * mean / (std::sqrt(square) + 1e-8);
  }
}
// [/three_steps]

}  // namespace pixelwise
