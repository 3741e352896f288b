// CheckedArray: the Array of the exercises. Every index is checked. (For readers it is explained in
// tutorials/00_first_program/README.md, "Exercises".)
#pragma once

#include <algorithm>

#include "autograd/array.h"
#include "base/check.h"

namespace pixelwise {

/// An index that does not exist, with the array's shape.
struct IndexError : std::out_of_range {
  using std::out_of_range::out_of_range;
};

/// An Array (see autograd/array.h) whose elements are found by their indices only, and whose
/// indices are checked: a wrong one throws IndexError and says what it was. (The capstone trains
/// with graded code and leaves the checks out: PIXELWISE_UNCHECKED_EXERCISES.)
class CheckedArray {
 public:
  /// All elements 0.
  explicit CheckedArray(const Shape& shape) : array_(shape) {}

  CheckedArray(Array array) : array_(std::move(array)) {}  // NOLINT: implicit on purpose
  operator const Array&() const { return array_; }         // NOLINT: implicit on purpose

  const Shape& shape() const { return array_.shape(); }
  std::int64_t size() const { return array_.size(); }

  /// The element (n, c, h, w) of a rank-4 array, (row, column) of a matrix, (i) of a vector.
  template <class... Index>
  Real& operator()(Index... index) {
    check({static_cast<std::int64_t>(index)...});
    return array_(static_cast<std::int64_t>(index)...);
  }
  template <class... Index>
  Real operator()(Index... index) const {
    check({static_cast<std::int64_t>(index)...});
    return array_(static_cast<std::int64_t>(index)...);
  }

  /// The i-th element in memory, 0 to size() - 1, whatever the shape: for what treats all alike.
  Real& element(std::int64_t i) {
    check_element(i);
    return array_(i);
  }
  Real element(std::int64_t i) const {
    check_element(i);
    return array_(i);
  }

 private:
#ifdef PIXELWISE_UNCHECKED_EXERCISES
  void check_element(std::int64_t) const {}
  void check(std::initializer_list<std::int64_t>) const {}
#else
  void check_element(std::int64_t i) const {
    if (i < 0 || i >= size()) throw IndexError(text("element ", i, " of ", size(), " elements"));
  }
  void check(std::initializer_list<std::int64_t> index) const {
    if (static_cast<int>(index.size()) != shape().rank()) bad_index(index);
    int axis = 0;
    for (const std::int64_t i : index) {
      if (i < 0 || i >= shape()[axis++]) bad_index(index);
    }
  }
#endif
  [[noreturn]] void bad_index(std::initializer_list<std::int64_t> index) const;

  Array array_;
};

}  // namespace pixelwise
