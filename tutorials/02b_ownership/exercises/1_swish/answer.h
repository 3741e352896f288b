// The answer of exercise 02b.1, for its grader and mutants.
#pragma once

#include "tutorials/02b_ownership/exercises/1_swish/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Swish = decltype(&yours::swish);
std::vector<Mutant<Swish>> mutants();

}  // namespace pixelwise
