#include "models/segment.h"

#include "autograd/ops/crop.h"
#include "base/check.h"

namespace pixelwise {

Tensor segment(Network& network, const Tensor& image) {
  const Shape in = image.shape();
  require(in.rank() == 4 && in[2] >= 1 && in[3] >= 1, "segment: input ", in,
          " is not [N, C, H, W] with at least one pixel");
  const std::int64_t stride = network.stride();
  const auto missing = [=](std::int64_t size) { return (stride - size % stride) % stride; };
  const std::int64_t rows = missing(in[2]), columns = missing(in[3]);
  if (rows == 0 && columns == 0) return network(image);

  const Border border{rows / 2, rows - rows / 2, columns / 2, columns - columns / 2};
  const Tensor scores = network(pad(image, border));
  const Shape& out = scores.shape();
  require(out.rank() == 4 && out[2] == in[2] + rows && out[3] == in[3] + columns,
          "segment: an input of ", in[2] + rows, "x", in[3] + columns,
          " (a multiple of the network's stride ", stride, ") gave scores ", out);
  return crop(scores, border.top, border.left, in[2], in[3]);
}

}  // namespace pixelwise
