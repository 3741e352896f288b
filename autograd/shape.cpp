#include "autograd/shape.h"

#include "base/check.h"

namespace pixelwise {

Shape::Shape(std::initializer_list<std::int64_t> sizes) : rank_(static_cast<int>(sizes.size())) {
  require(sizes.size() <= kMaxRank, "shape: ", sizes.size(), " axes; at most 4 are possible");
  std::size_t axis = 0;
  for (const std::int64_t size : sizes) sizes_[axis++] = size;
  for (const std::int64_t size : sizes)
    require(size >= 0, "shape: ", *this, " has a negative size");
}

std::int64_t Shape::operator[](int axis) const {
  require(axis >= 0 && axis < rank_, "shape: ", *this, " has no axis ", axis);
  return sizes_[static_cast<std::size_t>(axis)];
}

std::int64_t Shape::size() const {
  std::int64_t product = 1;
  for (int axis = 0; axis < rank_; ++axis) product *= sizes_[static_cast<std::size_t>(axis)];
  return product;
}

Shape Shape::with(int axis, std::int64_t size) const {
  require(axis >= 0 && axis < rank_ && size >= 0, "shape: cannot make axis ", axis, " of ", *this,
          " ", size, " long");
  Shape changed = *this;
  changed.sizes_[static_cast<std::size_t>(axis)] = size;
  return changed;
}

std::ostream& operator<<(std::ostream& out, const Shape& shape) {
  out << '[';
  for (int axis = 0; axis < shape.rank(); ++axis) out << (axis > 0 ? ", " : "") << shape[axis];
  return out << ']';
}

}  // namespace pixelwise
