// Arithmetic on arrays, with the broadcasting that biases need.
//
// Two shapes go together in three cases: they are equal; or one is a single number; or, aligned at
// the last axis, each pair of sizes is equal or one of the two is 1 (or missing). So a bias [1, C,
// 1, 1] goes with [N, C, H, W], and a mask [N, 1, H, W] does too.
#pragma once

#include <functional>

#include "autograd/array.h"

namespace pixelwise {

/// Elementwise; the result has the broadcast shape. Throws std::invalid_argument, naming both
/// shapes, if they do not go together.
Array operator+(const Array& a, const Array& b);
Array operator-(const Array& a, const Array& b);
Array operator*(const Array& a, const Array& b);
Array operator/(const Array& a, const Array& b);

Array operator*(const Array& a, Real factor);
Array operator+(const Array& a, Real term);

/// sum += term, in place if the values are not shared. Shapes must be equal.
void add_to(Array& sum, const Array& term);

/// Undoes a broadcast: sums over the axes along which `shape` was stretched to a's shape. The
/// gradient of y = a + b with respect to b is sum_to(dy, b.shape()).
Array sum_to(const Array& a, const Shape& shape);

/// The sum of all elements (accumulated in double).
Real sum_all(const Array& a);

/// y[i] = f(a[i]), and y[i] = f(a[i], b[i]) for equal shapes.
template <class Function>
Array map(const Array& a, Function f);
template <class Function>
Array map(const Array& a, const Array& b, Function f);

}  // namespace pixelwise

#include "autograd/array_map.h"
