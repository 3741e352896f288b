// Exercise 14.2: the three transforms of Winograd's method F(2, 3).
//
// What they get and return is written in tutorials/14_fast/exercises/2_winograd/exercise.h.
// CheckedArray t({4}) makes four zeros; t(0) is the first of them.
#include "tutorials/14_fast/exercises/2_winograd/exercise.h"
#include "tutorials/grader/not_written.h"

namespace pixelwise::yours {

CheckedArray input_transform(const CheckedArray& d) {
  not_written("return the four left factors, made of d(0) ... d(3)");
}

CheckedArray filter_transform(const CheckedArray& g) {
  not_written("return the four right factors, made of g(0), g(1), g(2)");
}

CheckedArray output_transform(const CheckedArray& m) {
  not_written("return the two outputs, made of the products m(0) ... m(3)");
}

}  // namespace pixelwise::yours
