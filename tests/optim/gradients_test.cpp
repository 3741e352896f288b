// Gradients on their way to an optimiser: accumulated over parts of a batch, and clipped.
#include <gtest/gtest.h>

#include <vector>

#include "autograd/ops.h"
#include "optim/optimizer.h"
#include "optim/sgd.h"
#include "tests/layers/support.h"

namespace pixelwise {
namespace {

struct TinyNet {
  Tensor weight = Tensor::parameter(random_array({3, 2, 3, 3}, 1));
  Tensor bias = Tensor::parameter(random_array({3}, 2));

  Tensor loss(const Array& x, const Labels& labels) const {
    return cross_entropy(conv2d(Tensor(x), weight, bias, {.padding = 1}), labels);
  }
};

// Images [begin, end) of a fixed batch of four.
Array images(std::int64_t begin, std::int64_t end) {
  const std::vector<Real> all = random_array({4, 2 * 5 * 6, 1, 1}, 3).to_vector();
  return Array({end - begin, 2, 5, 6}, {all.begin() + begin * 60, all.begin() + end * 60});
}

Labels labels(std::int64_t begin, std::int64_t end) {
  Labels result{end - begin, 5, 6, {}};
  for (std::int64_t i = begin * 30; i < end * 30; ++i) {
    result.ids.push_back(static_cast<std::uint8_t>(i * 7 % 11 % 3));
  }
  return result;
}

TEST(Accumulation, PartsOfABatchAddUpToTheBatch) {
  const TinyNet whole, parts;
  Sgd on_whole({whole.weight, whole.bias}, {.lr = 0.5});
  Sgd on_parts({parts.weight, parts.bias}, {.lr = 0.5});

  whole.loss(images(0, 4), labels(0, 4)).backward();
  for (std::int64_t i = 0; i < 4; i += 2) {
    (parts.loss(images(i, i + 2), labels(i, i + 2)) * 0.5F).backward();  // mean of two means
  }
  EXPECT_GT(max_magnitude(whole.weight.grad()), 0.01);
  EXPECT_LT(max_difference(whole.weight.grad(), parts.weight.grad()), 1e-7);
  EXPECT_LT(max_difference(whole.bias.grad(), parts.bias.grad()), 1e-7);

  on_whole.step();
  on_parts.step();
  EXPECT_LT(max_difference(whole.weight.value(), parts.weight.value()), 2e-7);
}

std::vector<Tensor> with_gradients(const std::vector<Real>& values) {
  std::vector<Tensor> parameters;
  for (const Real value : values) {
    parameters.push_back(Tensor::parameter(Array({2, 2})));
    parameters.back().set_grad(Array({2, 2}, value));
  }
  return parameters;
}

TEST(ClipGradNorm, ScalesAllGradientsTogether) {
  auto parameters = with_gradients({3, -4});  // norm sqrt(4 * 9 + 4 * 16) = 10
  parameters.push_back(Tensor::parameter(Array({7})));
  EXPECT_EQ(grad_norm(parameters), 10);
  EXPECT_EQ(clip_grad_norm(parameters, 2.5), 10);
  EXPECT_EQ(max_difference(parameters[0].grad(), Array({2, 2}, 0.75F)), 0);
  EXPECT_EQ(max_difference(parameters[1].grad(), Array({2, 2}, -1)), 0);
  EXPECT_FALSE(parameters[2].has_grad());
  EXPECT_EQ(grad_norm(parameters), 2.5);
}

TEST(ClipGradNorm, LeavesSmallerGradientsAsTheyAre) {
  const auto parameters = with_gradients({3, -4});
  EXPECT_EQ(clip_grad_norm(parameters, 10), 10);
  EXPECT_EQ(max_difference(parameters[0].grad(), Array({2, 2}, 3)), 0);
  EXPECT_EQ(clip_grad_norm(with_gradients({}), 1), 0);
}

TEST(ClipGradNorm, SumsInDouble) {
  std::vector<Tensor> parameters = {Tensor::parameter(Array({1000, 1000}))};
  parameters[0].set_grad(Array({1000, 1000}, 0.1F));
  EXPECT_NEAR(grad_norm(parameters), 100, 1e-5);  // in float the sum is off by percents
}

TEST(ClipGradNorm, SameBitsForOneAndTwoThreads) {
  std::vector<Tensor> parameters = {Tensor::parameter(Array({300, 1001}))};
  parameters[0].set_grad(random_array({300, 1001}, 5));
  double norms[2];
  for (const int count : {1, 2}) {
    const ThreadCount scope(count);
    norms[count - 1] = grad_norm(parameters);
  }
  EXPECT_EQ(norms[0], norms[1]);
  EXPECT_NEAR(norms[0], std::sqrt(300'300 / 3.0), 1);  // uniform in [-1, 1): variance 1/3
}

TEST(ClipGradNorm, Errors) {
  EXPECT_EQ(message_of([] { clip_grad_norm(with_gradients({1}), 0); }),
            "clip_grad_norm: the largest norm 0 must be positive");
}

}  // namespace
}  // namespace pixelwise
