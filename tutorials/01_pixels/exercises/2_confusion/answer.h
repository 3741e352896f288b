// The answer of exercise 01.2, for its grader and mutants.
#pragma once

#include "tutorials/01_pixels/exercises/2_confusion/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Confusion = decltype(&yours::confusion);
std::vector<Mutant<Confusion>> mutants();

}  // namespace pixelwise
