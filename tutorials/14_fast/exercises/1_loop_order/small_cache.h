// A matrix behind a small cache: every element that is read or written is looked for in the cache,
// and what has to be loaded is counted.
#pragma once

#include <array>
#include <cstdint>

#include "tutorials/grader/checked_array.h"

namespace pixelwise {

/// A cache of 64 lines with 8 numbers each. The line that was not used for the longest time goes
/// first.
class SmallCache {
 public:
  static constexpr std::int64_t kNumbersInLine = 8;

  /// Uses a number of a matrix; counts, if its line has to be loaded.
  void use(std::int64_t matrix, std::int64_t number) {
    const std::int64_t line = matrix * kFar + number / kNumbersInLine;
    ++now_;
    Place* oldest = &places_[0];
    for (Place& place : places_) {
      if (place.line == line) {
        place.used = now_;
        return;
      }
      if (place.used < oldest->used) oldest = &place;
    }
    *oldest = {line, now_};
    ++loaded_;
  }

  std::int64_t loaded() const { return loaded_; }

 private:
  static constexpr std::int64_t kFar = 1'000'000;  // lines between two matrices
  struct Place {
    std::int64_t line = -1, used = 0;
  };
  std::array<Place, 64> places_ = {};
  std::int64_t now_ = 0, loaded_ = 0;
};

/// m(row, column) reads an element, m(row, column) += ... writes one. Rows lie one after the other
/// in memory, as in every matrix of the library.
class CountedMatrix {
 public:
  CountedMatrix(Array values, std::int64_t number, SmallCache& cache)
      : values_(std::move(values)), number_(number), cache_(&cache) {}

  std::int64_t rows() const { return values_.shape()[0]; }
  std::int64_t columns() const { return values_.shape()[1]; }

  Real& operator()(std::int64_t row, std::int64_t column) {
    Real& element = values_(row, column);  // checks the indices
    cache_->use(number_, row * columns() + column);
    return element;
  }
  Real operator()(std::int64_t row, std::int64_t column) const {
    const Real element = values_(row, column);
    cache_->use(number_, row * columns() + column);
    return element;
  }

  const Array& values() const { return values_; }

 private:
  CheckedArray values_;
  std::int64_t number_;  // of this matrix, for the cache
  SmallCache* cache_;
};

}  // namespace pixelwise
