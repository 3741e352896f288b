#include "autograd/ops/matmul.h"

#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

// Every test runs with the plain loops, and with the kernels where they are compiled in.
class Matmul : public testing::TestWithParam<bool> {
 private:
  const KernelsScope kernels_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Kernels, Matmul, testing::Bool(),
                         [](const auto& run) { return run.param ? "fast" : "reference"; });

//             | 1 2 |                           da = dc b^T, db = a^T dc
// | 1 2 3 | x | 3 4 | = | 22 28 |
//             | 5 6 |
TEST_P(Matmul, ByHand) {
  const Tensor a = Tensor::parameter(Array({1, 3}, {1, 2, 3}));
  const Tensor b = Tensor::parameter(Array({3, 2}, {1, 2, 3, 4, 5, 6}));
  const Tensor c = matmul(a, b);
  expect_near(c.value(), Array({1, 2}, {22, 28}));
  c.backward(Array({1, 2}, {10, 1}));
  expect_near(a.grad(), Array({1, 3}, {12, 34, 56}));
  expect_near(b.grad(), Array({3, 2}, {10, 1, 20, 2, 30, 3}));
}

TEST_P(Matmul, LinearByHand) {
  const Tensor x = Tensor::parameter(Array({2, 2}, {1, 2, 3, 4}));
  const Tensor w = Tensor::parameter(Array({3, 2}, {1, 0, 0, 1, 1, 1}));
  const Tensor bias = Tensor::parameter(Array({3}, {100, 200, 300}));
  const Tensor y = linear(x, w, bias);
  expect_near(y.value(), Array({2, 3}, {101, 202, 303, 103, 204, 307}));
  y.backward(Array({2, 3}, {1, 2, 3, 4, 5, 6}));
  expect_near(x.grad(), Array({2, 2}, {4, 5, 10, 11}));
  expect_near(w.grad(), Array({3, 2}, {13, 18, 17, 24, 21, 30}));
  expect_near(bias.grad(), Array({3}, {5, 7, 9}));
  expect_near(linear(x, w, {}).value(), Array({2, 3}, {1, 2, 3, 3, 4, 7}));
}

TEST_P(Matmul, LinearIsMatmulWithTheTranspose) {
  Rng rng(1);
  const Array x = random_array({7, 33}, rng), w = random_array({19, 33}, rng);
  Array transpose(Shape{33, 19});
  for (std::int64_t i = 0; i < 33; ++i) {
    for (std::int64_t o = 0; o < 19; ++o) transpose(i, o) = w(o, i);
  }
  expect_near(linear(Tensor(x), Tensor(w), {}).value(),
              matmul(Tensor(x), Tensor(transpose)).value(), 1e-4);
}

TEST_P(Matmul, NoRowsOrNothingToSum) {
  const Tensor w = Tensor::parameter(Array({3, 2}, 1)), bias = Tensor::parameter(Array({3}, 1));
  const Tensor y = linear(Tensor(Array(Shape{0, 2})), w, bias);
  EXPECT_EQ(y.shape(), (Shape{0, 3}));
  y.backward(Array(Shape{0, 3}));
  expect_near(w.grad(), Array({3, 2}), 0);
  expect_near(bias.grad(), Array(Shape{3}), 0);
  const Tensor zero = matmul(Tensor(Array(Shape{2, 0})), Tensor(Array(Shape{0, 3})));
  expect_near(zero.value(), Array({2, 3}), 0);
}

TEST(MatmulErrors, Shapes) {
  const auto zeros = [](const Shape& shape) { return Tensor(Array(shape)); };
  expect_error<std::invalid_argument>("matmul: [2, 3] times [2, 3]; [M, K] times [K, N] is needed",
                                      [&] {
                                        matmul(zeros({2, 3}), zeros({2, 3}));
                                      });
  expect_error<std::invalid_argument>("matmul: [2, 3] times [3]", [&] {
    matmul(zeros({2, 3}), zeros({3}));
  });
  expect_error<std::invalid_argument>(
      "linear: input [1, 2, 3, 3] and weight [4, 18]; [N, I] and [O, I] are needed; flatten() the "
      "input first",
      [&] {
        linear(zeros({1, 2, 3, 3}), zeros({4, 18}), {});
      });
  expect_error<std::invalid_argument>(
      "linear: input [2, 18] has 18 features but weight [4, 20] expects 20", [&] {
        linear(zeros({2, 18}), zeros({4, 20}), {});
      });
  expect_error<std::invalid_argument>("linear: bias [5] for weight [4, 18]", [&] {
    linear(zeros({2, 18}), zeros({4, 18}), zeros({5}));
  });
}

}  // namespace
}  // namespace pixelwise
