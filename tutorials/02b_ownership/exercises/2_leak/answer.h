// The answer of exercise 02b.2, for its grader and mutants.
#pragma once

#include "tutorials/02b_ownership/exercises/2_leak/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using Product = decltype(&yours::product);
std::vector<Mutant<Product>> mutants();

}  // namespace pixelwise
