// The answer of exercise 11.2, for its grader and mutants.
#pragma once

#include "tutorials/11_fcn16s_fcn8s/exercises/2_one_layer/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using OneLayer = decltype(&yours::one_layer);
std::vector<Mutant<OneLayer>> mutants();

}  // namespace pixelwise
