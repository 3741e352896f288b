// Array: a shape and its values. No gradients, no views, no strides.
//
// Shapes are always spoken of as [N, C, H, W]. How values lie in memory is decided here and
// nowhere else: an array of rank 4 is stored channels-last (n, h, w, c), because then the channels
// of a pixel, over which every convolution sums, are next to each other; all other ranks are
// stored row by row. x(n, c, h, w) finds the element either way. "Logical order" means the order
// of the shape as spoken (w runs fastest): reshape and to_vector follow it.
//
// Copies are cheap: they share the values until one of them is written to (copy-on-write). So a
// gradient function may keep a copy of its inputs, and nothing that happens later can change it.
#pragma once

#include <memory>
#include <vector>

#include "autograd/buffer.h"
#include "autograd/shape.h"

namespace pixelwise {

class Array {
 public:
  /// No array at all; is_empty() is true. Every other array has a shape and values.
  Array() = default;

  /// All elements equal to `value`.
  explicit Array(const Shape& shape, Real value = 0);

  /// From values in logical order; throws std::invalid_argument if their number does not fit.
  Array(const Shape& shape, const std::vector<Real>& values);

  /// Elements not set: for results of which every element is written next.
  static Array uninitialized(const Shape& shape);

  /// A single number, shape [].
  static Array scalar(Real value) { return Array(Shape{}, value); }

  bool is_empty() const { return buffer_ == nullptr; }
  const Shape& shape() const { return shape_; }
  std::int64_t size() const { return size_; }

  /// The element of a rank-4 array. Indices are not checked.
  Real operator()(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w) const {
    return buffer_->data()[offset(n, c, h, w)];
  }
  Real& operator()(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w) {
    return mutable_data()[offset(n, c, h, w)];
  }

  /// The element of a matrix. Indices are not checked.
  Real operator()(std::int64_t row, std::int64_t column) const {
    return buffer_->data()[row * shape_[1] + column];
  }
  Real& operator()(std::int64_t row, std::int64_t column) {
    return mutable_data()[row * shape_[1] + column];
  }

  /// The element of a vector, or, for any rank, the i-th element in memory. Not checked.
  Real operator()(std::int64_t i) const { return buffer_->data()[i]; }
  Real& operator()(std::int64_t i) { return mutable_data()[i]; }

  /// The only element; throws std::invalid_argument if there is not exactly one.
  Real item() const;

  /// The elements in memory order. mutable_data() first makes the values this array's own.
  const Real* data() const { return buffer_ ? buffer_->data() : nullptr; }
  Real* mutable_data() {
    if (buffer_.use_count() != 1) make_own();
    return buffer_->data();
  }

  /// Where element (n, c, h, w) of a rank-4 array lies in memory: channels last.
  std::int64_t offset(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w) const {
    return ((n * rows_ + h) * columns_ + w) * channels_ + c;
  }

  /// The elements in logical order.
  std::vector<Real> to_vector() const;

  /// The same elements, in logical order, under another shape of the same size. Values are shared
  /// where the order in memory stays the same, and rearranged where it does not.
  Array reshaped(const Shape& shape) const;

 private:
  void make_own();

  Shape shape_;
  std::int64_t size_ = 0;
  std::int64_t channels_ = 1, rows_ = 1, columns_ = 1;  // C, H, W of a rank-4 array
  std::shared_ptr<Buffer> buffer_;
};

/// For each axis the distance in memory between neighbours, as Array lays out this shape.
std::array<std::int64_t, Shape::kMaxRank> memory_strides(const Shape& shape);

}  // namespace pixelwise
