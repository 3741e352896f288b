// The inner loop of cross-entropy and its gradient. Compiled once per instruction set.
//
// Idea: a vector holds one class of 4, 8 or 16 pixels. So maximum, exponential, sum and logarithm
// work on whole vectors, whatever the number of classes. The exponentials stay in the L1 cache
// until the gradient is made of them. Declines: nothing. Gains: 21 classes at 224x224 take 1.0 ms
// instead of 2.1.
#include "autograd/kernels/direct/cross_entropy_loops.h"

#include "autograd/kernels/direct/exp_and_log.h"
#include "autograd/kernels/vector.h"

namespace pixelwise::kernels {
namespace {

typedef double Doubles __attribute__((vector_size(sizeof(double) * kLanes)));

// Losses of `count` <= kLanes pixels from `first` on; e holds [C][kLanes] floats.
PIXELWISE_INLINE Doubles take_pixels(const CrossEntropyPixels& p, Index first, int count,
                                     float* e) {
  const Index classes = p.classes;
  const float* x = p.x + first * classes;
  Vector m = Vector{} - __builtin_inff();
  for (Index c = 0; c < classes; ++c) {
    Vector scores = {};
    for (int k = 0; k < count; ++k) scores[k] = x[k * classes + c];
    m = scores > m ? scores : m;
    store(e + c * kLanes, scores);
  }
  Vector shifted = {}, weight = {}, gradient_weight = {};  // of the label: x_k - m
  for (int k = 0; k < count; ++k) {
    const int label = p.labels[first + k];
    weight[k] = p.weight[label];
    gradient_weight[k] = p.gradient_weight[label];
    if (p.weight[label] != 0) shifted[k] = e[label * kLanes + k] - m[k];
  }
  Vector s = {};
  for (Index c = 0; c < classes; ++c) {
    const Vector power = exp_of_nonpositive(load(e + c * kLanes) - m);
    store(e + c * kLanes, power);
    s += power;
  }
  const Vector losses = log_of_at_least_one(s) - shifted;
  if (p.dx != nullptr) {
    float* dx = p.dx + first * classes;
    const Vector factor = gradient_weight / s;
    for (Index c = 0; c < classes; ++c) {
      const Vector gradient = weight != 0 ? load(e + c * kLanes) * factor : Vector{};
      for (int k = 0; k < count; ++k) dx[k * classes + c] = gradient[k];
    }
    for (int k = 0; k < count; ++k) {
      if (weight[k] != 0) dx[k * classes + p.labels[first + k]] -= gradient_weight[k];
    }
  }
  return __builtin_convertvector(weight != 0 ? losses : Vector{}, Doubles) *
         __builtin_convertvector(weight, Doubles);
}

}  // namespace

namespace PIXELWISE_ISA {

double cross_entropy_of_pixels(const CrossEntropyPixels& p, float* scratch) {
  Doubles losses = {};
  Index i = 0;
  for (; i + kLanes <= p.count; i += kLanes) losses += take_pixels(p, i, kLanes, scratch);
  if (i < p.count) losses += take_pixels(p, i, static_cast<int>(p.count - i), scratch);
  double sum = 0;
  for (int k = 0; k < kLanes; ++k) sum += losses[k];
  return sum;
}

}  // namespace PIXELWISE_ISA

}  // namespace pixelwise::kernels
