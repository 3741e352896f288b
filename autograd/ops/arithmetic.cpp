#include "autograd/ops/arithmetic.h"

#include "autograd/array_math.h"

namespace pixelwise {

// y = a + b: dy/da = 1, dy/db = 1. Where an input was broadcast, each of its elements reached
// several elements of y, so its gradient is the sum of theirs: sum_to undoes the broadcast.
Tensor operator+(const Tensor& a, const Tensor& b) {
  const Shape shape_a = a.shape(), shape_b = b.shape();
  return Tensor::from_op("add", a.value() + b.value(),
                         {
                             {a, [=](const Array& dy) { return sum_to(dy, shape_a); }},
                             {b, [=](const Array& dy) { return sum_to(dy, shape_b); }},
                         });
}

// y = a - b: dy/da = 1, dy/db = -1.
Tensor operator-(const Tensor& a, const Tensor& b) {
  const Shape shape_a = a.shape(), shape_b = b.shape();
  return Tensor::from_op("subtract", a.value() - b.value(),
                         {
                             {a, [=](const Array& dy) { return sum_to(dy, shape_a); }},
                             {b, [=](const Array& dy) { return sum_to(dy, shape_b) * Real{-1}; }},
                         });
}

// y = a b: dy/da = b, dy/db = a.
Tensor operator*(const Tensor& left, const Tensor& right) {
  const Array a = left.value(), b = right.value();
  return Tensor::from_op("multiply", a * b,
                         {
                             {left, [=](const Array& dy) { return sum_to(dy * b, a.shape()); }},
                             {right, [=](const Array& dy) { return sum_to(dy * a, b.shape()); }},
                         });
}

// y = a / b: dy/da = 1/b, dy/db = -a/b^2 = -y/b.
Tensor operator/(const Tensor& left, const Tensor& right) {
  const Array a = left.value(), b = right.value();
  const Array y = a / b;
  return Tensor::from_op(
      "divide", y,
      {
          {left, [=](const Array& dy) { return sum_to(dy / b, a.shape()); }},
          {right, [=](const Array& dy) { return sum_to(dy * y / b, b.shape()) * Real{-1}; }},
      });
}

// With a number k instead of a tensor only one derivative is left.
Tensor operator+(const Tensor& a, Real k) {
  return Tensor::from_op("add", a.value() + k, {{a, [](const Array& dy) { return dy; }}});
}

Tensor operator*(const Tensor& a, Real k) {
  return Tensor::from_op("multiply", a.value() * k, {{a, [=](const Array& dy) { return dy * k; }}});
}

Tensor operator/(Real k, const Tensor& b) { return Tensor(Array::scalar(k)) / b; }

Tensor operator-(const Tensor& a, Real k) { return a + (-k); }
Tensor operator/(const Tensor& a, Real k) { return a * (Real{1} / k); }
Tensor operator+(Real k, const Tensor& b) { return b + k; }
Tensor operator-(Real k, const Tensor& b) { return b * Real{-1} + k; }
Tensor operator*(Real k, const Tensor& b) { return b * k; }
Tensor operator-(const Tensor& a) { return a * Real{-1}; }

}  // namespace pixelwise
