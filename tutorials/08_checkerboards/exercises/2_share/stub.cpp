// Exercise 08.2: compute the share of pattern from a kernel.
//
// What it gets and what it returns is written in
// tutorials/08_checkerboards/exercises/2_share/exercise.h.
#include "tutorials/08_checkerboards/exercises/2_share/exercise.h"
#include "tutorials/grader/not_written.h"

namespace pixelwise::yours {

CheckedArray pattern_share(const CheckedArray& kernel, std::int64_t stride) {
  // kernel.shape()[0] is k. CheckedArray share({1}) has one element, share(0).
  not_written("sum the kernel for each kind of pixel, and measure how unequal the sums are");
}

}  // namespace pixelwise::yours
