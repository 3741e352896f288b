#include "layers/linear.h"

#include "layers/init.h"

namespace pixelwise {

Linear::Linear(std::int64_t in, std::int64_t out, Rng& rng)
    : weight(Tensor::parameter(he_normal({out, in}, in, rng))),
      bias(Tensor::parameter(Array({out}))) {}

Linear::Linear(std::int64_t in, std::int64_t out)
    : weight(Tensor::parameter(Array({out, in}))), bias(Tensor::parameter(Array({out}))) {}

void Linear::visit(const Visitor& v) {
  v("weight", weight);
  v("bias", bias);
}

}  // namespace pixelwise
