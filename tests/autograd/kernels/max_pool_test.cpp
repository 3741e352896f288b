// The pooling kernels against the operation's plain loops: the same bits, for every instruction
// set, any sizes, equal values and NaN.
#include <random>

#include "autograd/kernels/isa.h"
#include "autograd/ops/activations.h"
#include "autograd/ops/max_pool2d.h"
#include "base/parallel.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

struct Result {
  Array y, cut, dx;
  std::vector<std::uint8_t> winners;
};

Result run(const Array& x, const MaxPool2dOptions& options, const Array& dy) {
  const Tensor input = Tensor::parameter(x);
  const Pooled pooled = max_pool2d_with_indices(input, options);
  pooled.values.backward(dy);
  return {pooled.values.value(), max_pool2d(relu(Tensor(x)), options).value(), input.grad(),
          *pooled.indices.taps};
}

// Few different values, so that many are equal; now and then NaN.
Array random_array(const Shape& shape, std::mt19937& random) {
  Array a(shape);
  for (std::int64_t i = 0; i < a.size(); ++i) {
    const auto draw = random() % 64;
    a(i) = draw == 0 ? std::numeric_limits<Real>::quiet_NaN() : static_cast<Real>(draw % 8) - 3;
  }
  return a;
}

MaxPool2dOptions random_options(std::mt19937& random) {
  const auto any = [&](std::int64_t low, std::int64_t high) {
    return std::uniform_int_distribution<std::int64_t>(low, high)(random);
  };
  MaxPool2dOptions o;
  o.kernel = {any(1, 4), any(1, 4)};
  o.stride = any(0, 1) == 0 ? o.kernel : Size2(any(1, 4), any(1, 4));
  o.padding = {any(0, o.kernel.h / 2), any(0, o.kernel.w / 2)};
  o.ceil_mode = any(0, 1) == 1;
  return o;
}

TEST(FastMaxPool, SameBitsAsThePlainLoops) {
  std::mt19937 random(1);
  const ThreadsScope threads;
  for (int count = 0; count < 500; ++count) {
    const MaxPool2dOptions options = random_options(random);
    const auto size = [&](std::int64_t low) {
      return low + static_cast<std::int64_t>(random() % 12);
    };
    Shape in = {size(0) % 3 + 1, size(0) * size(0) % 70 + 1, size(4), size(4)};
    if (count % 5 == 0) {  // smaller than the kernel, as far as ceil mode and padding allow it
      const auto least = [&](std::int64_t kernel, std::int64_t stride, std::int64_t padding) {
        const std::int64_t out = options.ceil_mode ? stride - 1 : 0;
        return std::max<std::int64_t>(1, kernel - out - 2 * padding);
      };
      in = {1, 17, least(options.kernel.h, options.stride.h, options.padding.h),
            least(options.kernel.w, options.stride.w, options.padding.w)};
    }
    const Array x = random_array(in, random);
    const Shape out = max_pool2d(Tensor(x), options).shape();
    Array dy(out);
    for (std::int64_t i = 0; i < dy.size(); ++i) dy(i) = static_cast<Real>(random() % 100) - 50;
    Result want;
    {
      const KernelsScope off(false);
      want = run(x, options, dy);
    }
    for (int i = 0; kernels::supported_isa(i) != nullptr; ++i) {
      SCOPED_TRACE(testing::Message()
                   << in << " kernel " << options.kernel << " stride " << options.stride
                   << " padding " << options.padding << " " << kernels::supported_isa(i)->name);
      kernels::set_isa(*kernels::supported_isa(i));
      set_threads(1 + count % 2);
      const Result got = run(x, options, dy);
      expect_same_bits(got.y, want.y);
      expect_same_bits(got.cut, want.cut);
      EXPECT_EQ(got.winners, want.winners);
      for (std::int64_t j = 0; j < want.dx.size(); ++j) ASSERT_EQ(got.dx(j), want.dx(j));
    }
    kernels::set_isa(*kernels::supported_isa(0));
  }
}

}  // namespace
}  // namespace pixelwise
