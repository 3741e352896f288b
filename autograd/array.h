// Array: a shape and its values. No gradients, no views, no strides.
//
// Shapes are always written [N, C, H, W]. Only this class decides in which order values are stored.
// An array of rank 4 is stored channels-last (n, h, w, c): every convolution sums over the channels
// of a pixel, so they are next to each other. All other ranks are stored row by row. x(n, c, h, w)
// finds the element in any case. "Logical order" is the order of the written shape (w is fastest):
// reshape and to_vector follow it.
//
// Copies are cheap: they share the values until one of them is written to (copy-on-write). So a
// gradient function may keep a copy of its inputs, and no later change reaches this copy.
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

  /// The elements are not set: for results whose elements are all written next.
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

  /// The elements in memory order. mutable_data() first copies the values if they are shared.
  const Real* data() const { return buffer_ ? buffer_->data() : nullptr; }
  Real* mutable_data() {
    if (buffer_.use_count() != 1) make_own();
    return buffer_->data();
  }

  /// The index in memory of element (n, c, h, w) of a rank-4 array: channels last.
  std::int64_t offset(std::int64_t n, std::int64_t c, std::int64_t h, std::int64_t w) const {
    return ((n * rows_ + h) * columns_ + w) * channels_ + c;
  }

  /// The elements in logical order.
  std::vector<Real> to_vector() const;

  /// The same elements, in logical order, with another shape of the same size. The values are
  /// shared if the order in memory stays the same, and copied otherwise.
  Array reshaped(const Shape& shape) const;

 private:
  void make_own();

  Shape shape_;
  std::int64_t size_ = 0;
  std::int64_t channels_ = 1, rows_ = 1, columns_ = 1;  // C, H, W of a rank-4 array
  std::shared_ptr<Buffer> buffer_;
};

/// For each axis of an Array of this shape the distance in memory between neighbours.
std::array<std::int64_t, Shape::kMaxRank> memory_strides(const Shape& shape);

}  // namespace pixelwise
