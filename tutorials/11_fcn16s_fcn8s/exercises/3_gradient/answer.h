// The answer of exercise 11.3, for its grader and mutants.
#pragma once

#include "tutorials/11_fcn16s_fcn8s/exercises/3_gradient/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using GradientsOfSkips = decltype(&yours::gradients_of_skips);
std::vector<Mutant<GradientsOfSkips>> mutants();

}  // namespace pixelwise
