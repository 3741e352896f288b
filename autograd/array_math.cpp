#include "autograd/array_math.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace pixelwise {
namespace {

using Strides = std::array<std::int64_t, 4>;

// A shape as four axes, in the order in which `result` is stored: outermost first.
struct Loop {
  Strides sizes{1, 1, 1, 1};
  Strides axis_of{-1, -1, -1, -1};  // which axis of `result` each of the four is
};

Loop loop_over(const Shape& result) {
  if (result.rank() == 4) return {{result[0], result[2], result[3], result[1]}, {0, 2, 3, 1}};
  Loop loop;
  for (int axis = 0; axis < result.rank(); ++axis) {
    const auto place = std::size_t{4} - static_cast<std::size_t>(result.rank() - axis);
    loop.sizes[place] = result[axis];
    loop.axis_of[place] = axis;
  }
  return loop;
}

// The step in `operand` along each axis of the loop: 0 along an axis that is stretched.
Strides steps(const Loop& loop, const Shape& operand, const Shape& result) {
  const auto strides = memory_strides(operand);
  Strides step{};
  for (std::size_t place = 0; place < 4; ++place) {
    const auto axis = loop.axis_of[place] - (result.rank() - operand.rank());
    if (loop.axis_of[place] < 0 || axis < 0) continue;
    if (operand[static_cast<int>(axis)] == 1) continue;
    step[place] = strides[static_cast<std::size_t>(axis)];
  }
  return step;
}

Shape broadcast_shape(const char* op, const Shape& a, const Shape& b) {
  Shape result = a.rank() >= b.rank() ? a : b;
  const Shape& other = a.rank() >= b.rank() ? b : a;
  const int missing = result.rank() - other.rank();
  for (int axis = missing; axis < result.rank(); ++axis) {
    const std::int64_t size = other[axis - missing];
    if (size == result[axis] || size == 1) continue;
    require(result[axis] == 1, op, ": shapes ", a, " and ", b,
            " do not go together; sizes must be equal or 1, axis by axis from the last",
            missing == 3 && other.rank() == 1 ? " (a bias per channel is [1, C, 1, 1])" : "");
    result = result.with(axis, size);
  }
  return result;
}

bool stretches_to(const Shape& from, const Shape& to) {
  const int missing = to.rank() - from.rank();
  if (missing < 0) return false;
  for (int axis = 0; axis < from.rank(); ++axis) {
    if (from[axis] != 1 && from[axis] != to[axis + missing]) return false;
  }
  return true;
}

template <class Function>
Array combine(const char* op, const Array& a, const Array& b, Function f) {
  if (a.shape() == b.shape()) return map(a, b, f);
  Array y = Array::uninitialized(broadcast_shape(op, a.shape(), b.shape()));
  const Loop loop = loop_over(y.shape());
  const Strides sa = steps(loop, a.shape(), y.shape());
  const Strides sb = steps(loop, b.shape(), y.shape());
  const auto [n0, n1, n2, n3] = loop.sizes;
  const Real* in_a = a.data();
  const Real* in_b = b.data();
  Real* out = y.mutable_data();
  parallel_for(n0 * n1, [&, n1 = n1, n2 = n2, n3 = n3](std::int64_t outer) {
    const std::int64_t i0 = outer / n1;
    const std::int64_t i1 = outer % n1;
    for (std::int64_t i2 = 0; i2 < n2; ++i2) {
      const Real* pa = in_a + i0 * sa[0] + i1 * sa[1] + i2 * sa[2];
      const Real* pb = in_b + i0 * sb[0] + i1 * sb[1] + i2 * sb[2];
      Real* py = out + (outer * n2 + i2) * n3;
      for (std::int64_t i3 = 0; i3 < n3; ++i3) py[i3] = f(pa[i3 * sa[3]], pb[i3 * sb[3]]);
    }
  });
  return y;
}

}  // namespace

Array operator+(const Array& a, const Array& b) {
  return combine("add", a, b, [](Real u, Real v) { return u + v; });
}

Array operator-(const Array& a, const Array& b) {
  return combine("subtract", a, b, [](Real u, Real v) { return u - v; });
}

Array operator*(const Array& a, const Array& b) {
  return combine("multiply", a, b, [](Real u, Real v) { return u * v; });
}

Array operator/(const Array& a, const Array& b) {
  return combine("divide", a, b, [](Real u, Real v) { return u / v; });
}

Array operator*(const Array& a, Real factor) {
  return map(a, [factor](Real u) { return u * factor; });
}

Array operator+(const Array& a, Real term) {
  return map(a, [term](Real u) { return u + term; });
}

void add_to(Array& sum, const Array& term) {
  require_internal(sum.shape() == term.shape(), "add_to: shapes ", sum.shape(), " and ",
                   term.shape());
  const Real* in = term.data();
  Real* out = sum.mutable_data();
  parallel_ranges(sum.size(), kElementwiseGrain, [=](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i) out[i] += in[i];
  });
}

Array sum_to(const Array& a, const Shape& shape) {
  if (a.shape() == shape) return a;
  require_internal(stretches_to(shape, a.shape()), "sum_to: ", shape,
                   " cannot have been stretched to ", a.shape());
  if (a.size() == 0) return Array(shape);
  const Loop loop = loop_over(a.shape());
  const Strides step = steps(loop, shape, a.shape());
  const auto [n0, n1, n2, n3] = loop.sizes;

  // Two levels of sums: first one part for each (i0, i1), over the two inner axes, then the parts
  // in order. This keeps float's rounding error small. The result is the same for any number of
  // threads.
  const std::int64_t parts = n0 * n1;
  const std::int64_t extent = 1 + (n2 - 1) * step[2] + (n3 - 1) * step[3];
  Array partial({parts, extent});
  const Real* in = a.data();
  Real* sums = partial.mutable_data();
  parallel_for(parts, [&, n2 = n2, n3 = n3](std::int64_t part) {
    for (std::int64_t i2 = 0; i2 < n2; ++i2) {
      const Real* row = in + (part * n2 + i2) * n3;
      Real* to = sums + part * extent + i2 * step[2];
      if (step[3] == 0) {
        *to += std::accumulate(row, row + n3, Real{0});
      } else if (step[3] ==
                 1) {  // the gradient of a bias; with a known step the compiler uses vectors
        for (std::int64_t i3 = 0; i3 < n3; ++i3) to[i3] += row[i3];
      } else {
        for (std::int64_t i3 = 0; i3 < n3; ++i3) to[i3 * step[3]] += row[i3];
      }
    }
  });
  std::vector<double> totals(static_cast<std::size_t>(shape.size()), 0.0);
  for (std::int64_t part = 0; part < parts; ++part) {
    double* to = totals.data() + (part / n1) * step[0] + (part % n1) * step[1];
    for (std::int64_t i = 0; i < extent; ++i) to[i] += static_cast<double>(sums[part * extent + i]);
  }
  Array result = Array::uninitialized(shape);
  std::copy(totals.begin(), totals.end(), result.mutable_data());
  return result;
}

Real sum_all(const Array& a) {
  double total = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) total += static_cast<double>(a(i));
  return static_cast<Real>(total);
}

}  // namespace pixelwise
