// Exercise 06.2: apply a fully connected layer to every block of a map.
//
// What it gets and what it returns is written in
// tutorials/06_fc_to_conv/exercises/2_slide/exercise.h.
#include "tutorials/06_fc_to_conv/exercises/2_slide/exercise.h"
#include "tutorials/grader/not_written.h"

namespace pixelwise::yours {

CheckedArray heat_map(const CheckedArray& map, const CheckedArray& matrix, const CheckedArray& bias,
                      std::int64_t k) {
  // map.shape()[1] is C, matrix.shape()[0] is O, and so on.
  not_written("compute the answer of every block, and return the map of answers");
}

}  // namespace pixelwise::yours
