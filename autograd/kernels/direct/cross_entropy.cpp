// Cross-entropy and its gradient in one pass over the scores.
//
// Idea: threads take pieces of the pixels (cross_entropy_loops.cpp). The pieces' losses are added
// up in their order.
// Declines: when switched off, and for scores without classes. Gains: see cross_entropy_loops.cpp.
#include <array>
#include <numeric>
#include <vector>

#include "autograd/buffer.h"
#include "autograd/kernels.h"
#include "autograd/kernels/direct/cross_entropy_loops.h"
#include "autograd/kernels/isa.h"
#include "autograd/kernels/rounding.h"
#include "base/parallel.h"

namespace pixelwise::kernels {
namespace {

constexpr std::int64_t kPixelGrain = 4096;  // pixels to a task

}  // namespace

bool cross_entropy(const CrossEntropySizes& s, const Real* x, const std::uint8_t* labels,
                   const double* weights, double share, double* loss, Real* dx) {
  if (!enabled() || s.classes == 0) return false;
  std::array<float, 256> weight, gradient_weight;
  for (std::size_t id = 0; id < 256; ++id) {
    weight[id] = static_cast<float>(weights[id]);
    gradient_weight[id] = static_cast<float>(weights[id] * share);
  }
  std::vector<double> losses(static_cast<std::size_t>(ceil_div(s.pixels, kPixelGrain)));
  parallel_ranges(s.pixels, kPixelGrain, [&](std::int64_t begin, std::int64_t end) {
    Buffer scratch(s.classes * isa().lanes);
    losses[static_cast<std::size_t>(begin / kPixelGrain)] =
        isa().cross_entropy_of_pixels({.x = x + begin * s.classes,
                                       .labels = labels + begin,
                                       .count = end - begin,
                                       .classes = s.classes,
                                       .weight = weight.data(),
                                       .gradient_weight = gradient_weight.data(),
                                       .dx = dx == nullptr ? nullptr : dx + begin * s.classes},
                                      scratch.data());
  });
  *loss = std::accumulate(losses.begin(), losses.end(), 0.0);
  return true;
}

}  // namespace pixelwise::kernels
