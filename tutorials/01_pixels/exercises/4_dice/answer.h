// The answer of exercise 01.4, for its grader and mutants.
#pragma once

#include "tutorials/01_pixels/exercises/4_dice/exercise.h"
#include "tutorials/grader/grader.h"

namespace pixelwise {

using DiceOfClass = decltype(&yours::dice_of_class);
std::vector<Mutant<DiceOfClass>> mutants();

}  // namespace pixelwise
