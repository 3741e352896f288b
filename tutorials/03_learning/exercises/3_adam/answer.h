// The answer of exercise 03.3, for its grader and mutants.
#pragma once

#include "tutorials/03_learning/exercises/3_adam/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using AdamStep = decltype(&yours::adam_step);
std::vector<Mutant<AdamStep>> mutants();

}  // namespace pixelwise
