// The answer of exercise 00.2, for its grader and mutants.
#pragma once

#include "tutorials/00_first_program/exercises/2_box/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using BoxAround = decltype(&yours::box_around);
std::vector<Mutant<BoxAround>> mutants();

}  // namespace pixelwise
