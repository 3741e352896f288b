#include "gradcheck/grid/wrong_ops.h"

#include "autograd/array_math.h"
#include "autograd/ops.h"

namespace pixelwise {
namespace {

using Inputs = std::vector<Tensor>;

// The classic: dx and dw visit the taps as if they lay next to each other.
Tensor conv2d_that_forgets_dilation(const Tensor& input, const Tensor& weight) {
  const Array x = input.value(), w = weight.value();
  const ConvGeometry s = conv_geometry("conv2d", x.shape(), w.shape(), {.dilation = 2});
  ConvGeometry wrong = s;
  wrong.dilation_h = wrong.dilation_w = 1;
  return Tensor::from_op("conv2d", conv2d_y(s, x, w, {}),
                         {
                             {input, [=](const Array& dy) { return conv2d_dx(wrong, dy, w); }},
                             {weight, [=](const Array& dy) { return conv2d_dw(wrong, x, dy); }},
                         });
}

Tensor multiply_that_forgets_a_factor(const Tensor& left, const Tensor& right) {
  const Array a = left.value(), b = right.value();
  return Tensor::from_op("multiply", a * b,
                         {
                             {left, [=](const Array& dy) { return dy * b; }},
                             {right, [=](const Array& dy) { return dy; }},
                         });
}

// A bias [1, C, 1, 1] must collect dy from all images and pixels.
Tensor add_that_forgets_the_broadcast(const Tensor& x, const Tensor& bias) {
  const Shape shape = bias.shape();
  return Tensor::from_op("add", x.value() + bias.value(),
                         {
                             {x, [](const Array& dy) { return dy; }},
                             {bias,
                              [=](const Array& dy) {
                                Array dx(shape);
                                for (std::int64_t c = 0; c < shape[1]; ++c)
                                  dx(0, c, 0, 0) = dy(0, c, 0, 0);
                                return dx;
                              }},
                         });
}

// The sum over the channels is missing: each is treated as a function of its own score only.
Tensor softmax_that_forgets_the_others(const Tensor& x) {
  const Array y = softmax(x.detach()).value();
  return Tensor::from_op("softmax", y,
                         {{x, [=](const Array& dy) { return dy * y * (y * -1 + 1); }}});
}

}  // namespace

std::vector<OpCase> wrong_op_cases() {
  const nlohmann::json none = nlohmann::json::object();
  return {
      {"conv2d",
       "its gradients ignore the dilation",
       none,
       {{{2, 3, 6, 7}}, {{4, 3, 2, 3}}},
       [](const Inputs& x) { return conv2d_that_forgets_dilation(x[0], x[1]); }},
      {"multiply",
       "a gradient lacks its factor",
       none,
       {{{2, 3, 4, 5}}, {{2, 3, 4, 5}}},
       [](const Inputs& x) { return multiply_that_forgets_a_factor(x[0], x[1]); }},
      {"add",
       "the gradient of the bias is not summed",
       none,
       {{{2, 3, 4, 5}}, {{1, 3, 1, 1}}},
       [](const Inputs& x) { return add_that_forgets_the_broadcast(x[0], x[1]); }},
      {"softmax",
       "its gradient lacks the sum over the classes",
       none,
       {{{2, 3, 4, 5}}},
       [](const Inputs& x) { return softmax_that_forgets_the_others(x[0]); }},
  };
}

}  // namespace pixelwise
