#include "autograd/array.h"

#include <algorithm>

#include "base/check.h"

namespace pixelwise {
namespace {

// True if logical order and memory order are the same for this shape.
bool row_by_row(const Shape& shape) {
  return shape.rank() < 4 || shape[1] == 1 || shape[2] * shape[3] == 1;
}

// Calls visit(memory offset) for the elements of a rank-4 shape in logical order.
template <class Visit>
void in_logical_order(const Shape& shape, const Array& layout, Visit visit) {
  for (std::int64_t n = 0; n < shape[0]; ++n) {
    for (std::int64_t c = 0; c < shape[1]; ++c) {
      for (std::int64_t h = 0; h < shape[2]; ++h) {
        for (std::int64_t w = 0; w < shape[3]; ++w) visit(layout.offset(n, c, h, w));
      }
    }
  }
}

}  // namespace

Array Array::uninitialized(const Shape& shape) {
  Array array;
  array.shape_ = shape;
  array.size_ = shape.size();
  if (shape.rank() == 4) {
    array.channels_ = shape[1];
    array.rows_ = shape[2];
    array.columns_ = shape[3];
  }
  array.buffer_ = std::make_shared<Buffer>(array.size_);
  return array;
}

Array::Array(const Shape& shape, Real value) : Array(uninitialized(shape)) {
  std::fill_n(buffer_->data(), size_, value);
}

Array::Array(const Shape& shape, const std::vector<Real>& values) : Array(uninitialized(shape)) {
  require(static_cast<std::int64_t>(values.size()) == size_, "array: shape ", shape, " has ", size_,
          " elements, but ", values.size(), " values were given");
  Real* out = buffer_->data();
  if (row_by_row(shape)) {
    std::copy(values.begin(), values.end(), out);
  } else {
    const Real* next = values.data();
    in_logical_order(shape, *this, [&](std::int64_t offset) { out[offset] = *next++; });
  }
}

Real Array::item() const {
  require(size_ == 1, "item: shape ", shape_, " has ", size_,
          " elements; it must have exactly one");
  return buffer_->data()[0];
}

std::vector<Real> Array::to_vector() const {
  const Real* in = data();
  if (row_by_row(shape_)) return std::vector<Real>(in, in + size_);
  std::vector<Real> values;
  values.reserve(static_cast<std::size_t>(size_));
  in_logical_order(shape_, *this, [&](std::int64_t offset) { values.push_back(in[offset]); });
  return values;
}

Array Array::reshaped(const Shape& shape) const {
  require(shape.size() == size_, "reshape: ", shape_, " has ", size_, " elements, but ", shape,
          " has ", shape.size());
  if (shape == shape_) return *this;
  if (!row_by_row(shape_) || !row_by_row(shape)) return Array(shape, to_vector());
  Array same = *this;
  same.shape_ = shape;
  same.channels_ = same.rows_ = same.columns_ = 1;
  if (shape.rank() == 4) {
    same.channels_ = shape[1];
    same.rows_ = shape[2];
    same.columns_ = shape[3];
  }
  return same;
}

void Array::make_own() {
  require(!is_empty(), "array: there are no values to write to");
  auto own = std::make_shared<Buffer>(size_);
  std::copy_n(buffer_->data(), size_, own->data());
  buffer_ = std::move(own);
}

std::array<std::int64_t, Shape::kMaxRank> memory_strides(const Shape& shape) {
  if (shape.rank() == 4) {
    const std::int64_t c = shape[1];
    const std::int64_t w = shape[3];
    return {shape[2] * w * c, 1, w * c, c};
  }
  std::array<std::int64_t, Shape::kMaxRank> strides{};
  std::int64_t stride = 1;
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    strides[static_cast<std::size_t>(axis)] = stride;
    stride *= shape[axis];
  }
  return strides;
}

}  // namespace pixelwise
