// What exercise 14.2 asks for, as one thing: three functions.
#pragma once

#include "tutorials/14_fast/exercises/2_winograd/exercise.h"

namespace pixelwise {

using Transform = CheckedArray (*)(const CheckedArray&);

struct Transforms {
  Transform input, filter, output;
};

}  // namespace pixelwise
