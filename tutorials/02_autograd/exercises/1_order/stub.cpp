// Exercise 02.1: write the order in which gradients are sent back.
//
// What it gets and what it returns is written in
// tutorials/02_autograd/exercises/1_order/exercise.h.
#include "tutorials/02_autograd/exercises/1_order/exercise.h"
#include "tutorials/grader/not_written.h"

namespace pixelwise::yours {

std::vector<int> backward_order(const std::vector<std::vector<int>>& inputs, int last) {
  not_written("find an order in which nobody sends before all has arrived");
}

}  // namespace pixelwise::yours
