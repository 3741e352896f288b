// What the tests of autograd share.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "autograd/array.h"
#include "autograd/kernels.h"
#include "base/parallel.h"
#include "base/random.h"
#include "tests/base/message.h"

namespace pixelwise {

/// 0, 1, 2, ... in logical order.
inline Array counting(const Shape& shape) {
  std::vector<Real> values(static_cast<std::size_t>(shape.size()));
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<Real>(i);
  return Array(shape, values);
}

inline Array random_array(const Shape& shape, Rng& rng) {
  Array values = Array::uninitialized(shape);
  for (std::int64_t i = 0; i < values.size(); ++i) values(i) = static_cast<Real>(rng.normal());
  return values;
}

/// sum_i a_i b_i, in double.
inline double dot(const Array& a, const Array& b) {
  EXPECT_EQ(a.shape(), b.shape());
  double sum = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) {
    sum += static_cast<double>(a(i)) * static_cast<double>(b(i));
  }
  return sum;
}

/// Same shape, and every element within `tolerance`.
inline void expect_near(const Array& actual, const Array& expected, double tolerance = 1e-6) {
  ASSERT_EQ(actual.shape(), expected.shape());
  const std::vector<Real> a = actual.to_vector(), b = expected.to_vector();
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(a[i]), static_cast<double>(b[i]), tolerance)
        << "element " << i << " in logical order of " << ::testing::PrintToString(a);
  }
}

inline void expect_same_bits(const Array& actual, const Array& expected) {
  ASSERT_EQ(actual.shape(), expected.shape());
  const auto bytes = static_cast<std::size_t>(actual.size()) * sizeof(Real);
  EXPECT_EQ(bytes == 0 ? 0 : std::memcmp(actual.data(), expected.data(), bytes), 0);
}

/// Restores the number of threads, which all tests of a program share.
class ThreadsScope {
 public:
  ThreadsScope() : before_(threads()) {}
  ~ThreadsScope() { set_threads(before_); }
  ThreadsScope(const ThreadsScope&) = delete;
  ThreadsScope& operator=(const ThreadsScope&) = delete;

 private:
  int before_;
};

/// Switches the kernels, and back again.
class KernelsScope {
 public:
  explicit KernelsScope(bool on) : before_(kernels::enabled()) { kernels::set_enabled(on); }
  ~KernelsScope() { kernels::set_enabled(before_); }
  KernelsScope(const KernelsScope&) = delete;
  KernelsScope& operator=(const KernelsScope&) = delete;

 private:
  bool before_;
};

}  // namespace pixelwise
