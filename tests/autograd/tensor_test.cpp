#include "autograd/tensor.h"

#include "autograd/ops.h"
#include "tests/autograd/testing.h"

namespace pixelwise {
namespace {

using Invalid = std::invalid_argument;

TEST(Tensor, ConstantsParametersAndResults) {
  const Tensor constant(Array({2}, 1)), parameter = Tensor::parameter(Array({2}, 1));
  const Tensor result = constant + parameter;
  EXPECT_FALSE(constant.requires_grad());
  EXPECT_TRUE(parameter.requires_grad());
  EXPECT_TRUE(result.requires_grad());
  EXPECT_TRUE(constant.is_leaf());
  EXPECT_TRUE(parameter.is_leaf());
  EXPECT_FALSE(result.is_leaf());
  EXPECT_FALSE(Tensor().is_defined());
  EXPECT_FALSE(Tensor().requires_grad());
}

TEST(Tensor, CopiesAreTheSameTensor) {
  Tensor a = Tensor::parameter(Array({2}, 1));
  const Tensor b = a;
  EXPECT_EQ(a.id(), b.id());
  a.mutable_value()(0) = 5;
  EXPECT_EQ(b.value()(0), 5);
  EXPECT_NE(a.id(), a.detach().id());
}

TEST(Tensor, ADetachedCopyIsIndependent) {
  Tensor a = Tensor::parameter(Array({2}, 1));
  const Tensor d = a.detach();
  a.mutable_value()(0) = 5;
  EXPECT_EQ(d.value()(0), 1);
}

// Running statistics and loaded images are constants, and written to all the same.
TEST(Tensor, TheValueOfAConstantMayBeChanged) {
  Tensor constant(Array({2}, 1));
  constant.mutable_value()(1) = 7;
  expect_near(constant.value(), Array({2}, {1, 7}), 0);
  const Tensor w = Tensor::parameter(Array({2}, 1));
  Tensor result;
  {
    const NoGrad no_grad;
    result = w * Real{3};
  }
  result.mutable_value()(0) = 8;
  expect_near(result.value(), Array({2}, {8, 3}), 0);
}

TEST(Tensor, SetGradReplaces) {
  Tensor w = Tensor::parameter(Array({2}, 1));
  w.set_grad(Array({2}, {5, 6}));
  w.set_grad(Array({2}, {7, 8}));
  expect_near(w.grad(), Array({2}, {7, 8}), 0);
  w.zero_grad();
  EXPECT_FALSE(w.has_grad());
}

TEST(TensorErrors, Undefined) {
  Tensor undefined;
  const std::string message = "tensor: an undefined tensor has no value";
  expect_error<Invalid>(message, [&] { undefined.value(); });
  expect_error<Invalid>(message, [&] { undefined.shape(); });
  expect_error<Invalid>(message, [&] { undefined.backward(); });
  expect_error<Invalid>(message, [&] { relu(undefined); });
  expect_error<Invalid>("mutable_value: the tensor is undefined",
                        [&] { undefined.mutable_value(); });
  expect_error<Invalid>("set_requires_grad: the tensor is undefined",
                        [&] { undefined.set_requires_grad(true); });
  expect_error<Invalid>("tensor: made from an array without values", [] { Tensor{Array()}; });
}

TEST(TensorErrors, Grad) {
  const Tensor w = Tensor::parameter(Array({2}, 1));
  const Tensor result = w * w;
  expect_error<Invalid>("grad: no gradient has arrived yet; call backward() on a loss first",
                        [&] { w.grad(); });
  expect_error<Invalid>(
      "grad: this tensor requires no gradient (a constant, frozen, or computed inside NoGrad)",
      [&] { w.detach().grad(); });
  expect_error<Invalid>(
      "grad: only parameters keep their gradient; that of an intermediate result (multiply [2]) is "
      "freed during backward()",
      [&] { result.grad(); });
}

TEST(TensorErrors, Backward) {
  const Tensor w = Tensor::parameter(Array({2, 3}, 1));
  expect_error<Invalid>(
      "backward: starts from a single number (a loss), but this tensor has shape [2, 3]; sum or "
      "average it first, or give dL/dy",
      [&] { (w * w).backward(); });
  expect_error<Invalid>("backward: this tensor depends on no parameter that requires a gradient",
                        [&] { Tensor(Array::scalar(1)).backward(); });
  expect_error<Invalid>("backward: dL/dy has shape [3, 2] but the tensor has [2, 3]", [&] {
    (w * w).backward(Array(Shape{3, 2}));
  });
  EXPECT_FALSE(w.has_grad());
}

TEST(TensorErrors, OnlyLeavesAreChanged) {
  Tensor w = Tensor::parameter(Array({2}, 1));
  Tensor result = w * w;
  expect_error<Invalid>(
      "mutable_value: only the value of a leaf may be changed; this is the result of multiply",
      [&] { result.mutable_value(); });
  expect_error<Invalid>(
      "set_requires_grad: only leaves can be frozen or made trainable, not the result of multiply",
      [&] { result.set_requires_grad(false); });
  expect_error<Invalid>("set_grad: not a parameter", [&] { result.set_grad(Array({2}, 1)); });
  expect_error<Invalid>("set_grad: not a parameter", [&] { w.detach().set_grad(Array({2}, 1)); });
  expect_error<Invalid>("set_grad: gradient [3] for a parameter of shape [2]",
                        [&] { w.set_grad(Array(Shape{3})); });
}

}  // namespace
}  // namespace pixelwise
