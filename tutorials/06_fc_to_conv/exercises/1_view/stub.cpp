// Exercise 06.1: turn the weight of a fully connected layer into filters.
//
// What it gets and what it returns is written in
// tutorials/06_fc_to_conv/exercises/1_view/exercise.h.
#include "tutorials/06_fc_to_conv/exercises/1_view/exercise.h"
#include "tutorials/grader/not_written.h"

namespace pixelwise::yours {

CheckedArray as_filters(const CheckedArray& matrix, std::int64_t channels, std::int64_t k) {
  // matrix.shape()[0] is O. Begin with CheckedArray filters({O, channels, k, k});
  not_written("fill the filters from the rows of the matrix, and return them");
}

}  // namespace pixelwise::yours
