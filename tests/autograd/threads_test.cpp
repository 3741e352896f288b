// The promise that makes runs repeatable: the same bits for any number of threads.
#include "autograd/ops.h"
#include "base/labels.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

// The loss and all gradients of a small network that uses every operation with loops of its own.
std::vector<Array> step() {
  Rng rng(1);
  const Tensor x(random_array({2, 3, 48, 48}, rng));
  const Tensor w1 = Tensor::parameter(random_array({16, 3, 3, 3}, rng));
  const Tensor b1 = Tensor::parameter(random_array({16}, rng));
  const Tensor scale = Tensor::parameter(random_array({1, 16, 1, 1}, rng));
  const Tensor w2 = Tensor::parameter(random_array({16, 8, 5, 3}, rng));
  const Tensor up = Tensor::parameter(random_array({32, 5, 4, 4}, rng));
  const Tensor mix = Tensor::parameter(random_array({5, 32, 1, 1}, rng));
  const Tensor fc = Tensor::parameter(random_array({5, 5 * 48 * 48}, rng));
  Rng noise(2);

  Tensor h = relu(conv2d(x, w1, b1, {.padding = 1}) * scale);
  h = max_pool2d(h, {.kernel = 3, .stride = 2, .padding = 1});
  h = dropout(conv2d(h, w2, {}, {.padding = {4, 1}, .dilation = {2, 1}, .groups = 2}), 0.3, noise);
  h = concat({h, upsample_nearest(max_pool2d(h), 2)});
  const Tensor scores =
      conv_transpose2d(h, up, {}, {.stride = 2, .padding = 1}) +
      upsample_bilinear(crop(pad(conv2d(h, mix, {}), {2, 1, 0, 3}), 1, 2, 9, 9), 48);
  Labels labels{2, 48, 48, std::vector<std::uint8_t>(2 * 48 * 48)};
  for (std::uint8_t& id : labels.ids) id = static_cast<std::uint8_t>(rng.below(5));
  const Tensor loss = cross_entropy(scores, labels) + mean(linear(flatten(scores), fc, {}));
  loss.backward();
  return {loss.value(), w1.grad(),  b1.grad(), scale.grad(),
          w2.grad(),    mix.grad(), up.grad(), fc.grad()};
}

TEST(Threads, OneAndTwoGiveTheSameBits) {
  const ThreadsScope restore;
  for (const bool fast : {false, true}) {
    const KernelsScope kernels(fast);
    set_threads(1);
    const std::vector<Array> one = step();
    for (const int team : {1, 2, 3}) {
      set_threads(team);
      const std::vector<Array> again = step();
      for (std::size_t i = 0; i < one.size(); ++i) {
        SCOPED_TRACE(testing::Message() << team << " threads, result " << i);
        expect_same_bits(again[i], one[i]);
      }
    }
  }
}

}  // namespace
}  // namespace pixelwise
