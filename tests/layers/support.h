// Small helpers that the tests of layers, optimisers and models share.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>
#include <string>

#include "autograd/array.h"
#include "base/parallel.h"
#include "base/random.h"

namespace pixelwise {

/// What std::invalid_argument says when `action` throws it.
template <class Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "(no std::invalid_argument)";
}

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Uniform in [low, high), the same for the same seed.
inline Array random_array(const Shape& shape, std::uint64_t seed, double low = -1,
                          double high = 1) {
  Rng rng(seed);
  Array a(shape);
  Real* values = a.mutable_data();
  for (std::int64_t i = 0; i < a.size(); ++i) values[i] = static_cast<Real>(rng.uniform(low, high));
  return a;
}

/// Whether two arrays have one shape and the same bits (so a NaN equals itself, and -0 is not 0).
inline bool same_bits(const Array& a, const Array& b) {
  return a.shape() == b.shape() &&
         std::memcmp(a.data(), b.data(), static_cast<std::size_t>(a.size()) * sizeof(Real)) == 0;
}

/// The largest |a - b|; infinite for different shapes or a NaN.
inline double max_difference(const Array& a, const Array& b) {
  if (!(a.shape() == b.shape())) return INFINITY;
  double largest = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) {
    const double difference = std::abs(static_cast<double>(a(i)) - static_cast<double>(b(i)));
    if (std::isnan(difference)) return INFINITY;
    largest = std::max(largest, difference);
  }
  return largest;
}

/// The largest |a|.
inline double max_magnitude(const Array& a) { return max_difference(a, Array(a.shape())); }

/// Sets the number of threads while it lives.
class ThreadCount {
 public:
  explicit ThreadCount(int count) : before_(threads()) { set_threads(count); }
  ~ThreadCount() { set_threads(before_); }
  ThreadCount(const ThreadCount&) = delete;
  ThreadCount& operator=(const ThreadCount&) = delete;

 private:
  int before_;
};

}  // namespace pixelwise
