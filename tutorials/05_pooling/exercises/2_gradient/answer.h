// The answer of exercise 05.2, for its grader and mutants.
#pragma once

#include "tutorials/05_pooling/exercises/2_gradient/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using MaxPoolDx = decltype(&yours::max_pool_dx);
std::vector<Mutant<MaxPoolDx>> mutants();

}  // namespace pixelwise
