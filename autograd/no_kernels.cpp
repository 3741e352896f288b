// Replaces the folder autograd/kernels if it is not compiled in: every kernel answers false, and
// the operations' plain loops do the work.
#include "autograd/kernels.h"

namespace pixelwise::kernels {

bool enabled() { return false; }

void set_enabled(bool) {}

bool max_pool(const PoolSizes&, const Real*, bool, Real*, std::uint8_t*) { return false; }

bool max_pool_backward(const PoolSizes&, const Real*, const std::uint8_t*, Real*) { return false; }

bool conv_forward(const ConvGeometry&, const Real*, const Real*, const Real*, bool, Real*) {
  return false;
}

bool conv_backward_data(const ConvGeometry&, const Real*, const Real*, const Real*, Real*) {
  return false;
}

bool conv_backward_weights(const ConvGeometry&, const Real*, const Real*, Real*) { return false; }

bool conv_pool_pays(const ConvGeometry&, const PoolSizes&) { return false; }

bool conv_pool_backward_pays(const ConvGeometry&, const PoolSizes&, bool) { return false; }

void conv_pool(const ConvGeometry&, const PoolSizes&, const Real*, const Real*, const Real*, Real*,
               std::uint8_t*) {}

void conv_pool_backward(const ConvGeometry&, const PoolSizes&, const Real*, const std::uint8_t*,
                        const Real*, const Real*, Real*, Real*) {}

bool cross_entropy(const CrossEntropySizes&, const Real*, const std::uint8_t*, const double*,
                   double, double*, Real*) {
  return false;
}

bool matmul(std::int64_t, std::int64_t, std::int64_t, const Real*, bool, const Real*, bool, Real*) {
  return false;
}

}  // namespace pixelwise::kernels
