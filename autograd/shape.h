// Shape: the sizes of an array, written [N, C, H, W].
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <ostream>

namespace pixelwise {

/// Up to four sizes, each >= 0. Rank 0, written [], is a single number.
class Shape {
 public:
  static constexpr int kMaxRank = 4;

  Shape() = default;
  /// Throws std::invalid_argument for more than four sizes or a negative one.
  Shape(std::initializer_list<std::int64_t> sizes);

  int rank() const { return rank_; }

  /// The size of an axis; throws std::invalid_argument where there is none.
  std::int64_t operator[](int axis) const;

  /// Number of elements: the product of all sizes, 1 for [].
  std::int64_t size() const;

  /// The same shape with the size of one axis changed.
  Shape with(int axis, std::int64_t size) const;

  bool operator==(const Shape& other) const = default;

 private:
  std::array<std::int64_t, kMaxRank> sizes_{};
  int rank_ = 0;
};

/// Writes [1, 3, 224, 224].
std::ostream& operator<<(std::ostream& out, const Shape& shape);

}  // namespace pixelwise
