// y has the channels of all parts one after another. So the gradient of a part is its channels of
// dy. slice_channels takes one part: its gradient is dy in the same place, and zeros elsewhere.
#include "autograd/ops/concat.h"

#include <algorithm>

#include "base/check.h"

namespace pixelwise {
namespace {

// Copies `count` channels of every pixel. The channels of a pixel are next to each other.
void copy_channels(const Array& from, std::int64_t from_channel, Array& to, std::int64_t to_channel,
                   std::int64_t count) {
  const std::int64_t from_step = from.shape()[1], to_step = to.shape()[1];
  const std::int64_t pixels = from.shape()[0] * from.shape()[2] * from.shape()[3];
  const Real* in = from.data() + from_channel;
  Real* out = to.mutable_data() + to_channel;
  for (std::int64_t i = 0; i < pixels; ++i) {
    std::copy_n(in + i * from_step, count, out + i * to_step);
  }
}

}  // namespace

Tensor concat(const std::vector<Tensor>& parts) {
  require(!parts.empty(), "concat: nothing to put together");
  const Shape first = parts.front().shape();
  require(first.rank() == 4, "concat: input ", first, " is not [N, C, H, W]");
  std::int64_t channels = 0;
  for (const Tensor& part : parts) {
    require(part.shape().rank() == 4 && part.shape().with(1, first[1]) == first, "concat: shapes ",
            first, " and ", part.shape(), " differ in more than their channels");
    channels += part.shape()[1];
  }

  Array y = Array::uninitialized(first.with(1, channels));
  std::vector<Edge> edges;
  std::int64_t begin = 0;
  for (const Tensor& part : parts) {
    const Shape shape = part.shape();
    copy_channels(part.value(), 0, y, begin, shape[1]);
    edges.push_back({part, [=](const Array& dy) {
                       Array dx = Array::uninitialized(shape);
                       copy_channels(dy, begin, dx, 0, shape[1]);
                       return dx;
                     }});
    begin += shape[1];
  }
  return Tensor::from_op("concat", std::move(y), std::move(edges));
}

Tensor slice_channels(const Tensor& x, std::int64_t first, std::int64_t count) {
  const Shape in = x.shape();
  require(in.rank() == 4, "slice_channels: input ", in, " is not [N, C, H, W]");
  require(first >= 0 && count >= 0 && first + count <= in[1], "slice_channels: channels ", first,
          " to ", first + count, " do not lie inside ", in);
  Array y = Array::uninitialized(in.with(1, count));
  copy_channels(x.value(), first, y, 0, count);
  const auto gradient = [=](const Array& dy) {
    Array dx(in);
    copy_channels(dy, 0, dx, first, count);
    return dx;
  };
  return Tensor::from_op("slice_channels", std::move(y), {{x, gradient}}, [=] {
    OpDetails details;
    details.options = text("channels ", first, " to ", first + count - 1);
    return details;
  });
}

}  // namespace pixelwise
