// The answer of exercise 02b.3, for its grader and mutants.
#pragma once

#include "tutorials/02b_ownership/exercises/3_chain/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Release = decltype(&yours::release);
std::vector<Mutant<Release>> mutants();

}  // namespace pixelwise
